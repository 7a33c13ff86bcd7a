"""Facebook and Instagram as CrowdTangle's API answered: pages of posts, or posts saved one by one."""

from __future__ import annotations

from suara.collect.source import Rows, has, source
from suara.collect.sources._crowdtangle_post import linked, post_rows
from suara.collect.sources._paths import below

POST = """
platformId platform date updated type message title description imageText link expandedLinks[original expanded] postUrl
subscriberCount score videoLengthMS liveVideoStatus
statistics{actual{likeCount shareCount commentCount loveCount wowCount hahaCount sadCount angryCount thankfulCount careCount
  favoriteCount viewCount}}
account{platformId name handle subscriberCount verified accountType pageAdminTopCountry}
"""


@source(
    "crowdtangle-api",
    looks_like=has("status", "result"),
    shape=f"status result{{posts[{POST}]}}",
    each="result.posts",
)
def crowdtangle_api() -> Rows:
    """Facebook, Instagram: the posts of an answer."""
    return post_rows(below("post."), linked("list_transform(post.expandedLinks, lambda l: l.expanded)", "post.link"))


@source("crowdtangle-api#posts", looks_like=has("platformId", "subscriberCount", "statistics"), shape=POST)
def crowdtangle_api_posts() -> Rows:
    """Facebook, Instagram: a post a record."""
    return post_rows(below(""), linked("list_transform(expandedLinks, lambda l: l.expanded)", "link"))
