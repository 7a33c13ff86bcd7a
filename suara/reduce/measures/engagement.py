"""Engagement (keterlibatan audiens): how people react to an actor's posts."""

from typing import Any

import polars as pl

from suara.reduce.measure import Aggregate, measure, median, per_row, ratio, total


@measure(construct="engagement", unit="likes")
def likes(post: Any) -> Aggregate:
    """Positive reactions to an actor's posts, as the platform totals them.

    0 means that nobody reacted; missing means that the counts are hidden, not collected or a repost's.
    """
    return total(post.likes)


@measure(construct="engagement", unit="comments")
def comments(post: Any) -> Aggregate:
    """Comments on an actor's posts.

    0 means that nobody commented; missing means that the counts are hidden or not collected.
    """
    return total(post.comments)


@measure(construct="engagement", unit="shares")
def shares(post: Any) -> Aggregate:
    """Shares and reposts of an actor's posts.

    0 means that nobody shared; missing means that the counts are hidden or not collected.
    """
    return total(post.shares)


@measure(construct="reach", unit="views")
def views(post: Any) -> Aggregate:
    """Views (impressions or plays) of an actor's posts; never compared across platforms.

    0 means that nobody saw them; missing means that the platform does not publish views.
    """
    return total(post.views)


@measure(
    construct="engagement",
    unit="reactions",
    series=lambda likes, comments=None, shares=None: pl.sum_horizontal(
        [e for e in (likes, comments, shares) if e is not None]
    ),
)
def engagement(post: Any) -> Aggregate:
    """Likes, comments and shares of an actor's posts together.

    0 means that nobody reacted; missing means that likes are hidden or not collected. A platform without share counts
    adds none.
    """
    return total(post.engagement)


@measure(
    construct="engagement",
    unit="reactions a post",
    series=lambda likes, posts, comments=None, shares=None: (
        pl.sum_horizontal([e for e in (likes, comments, shares) if e is not None]) / posts
    ),
)
def engagement_per_post(post: Any) -> Aggregate:
    """Reactions a post: the mean over posts that show their counts.

    0 means that nobody reacted to any; missing means that no post shows its counts. Few posts make most of a mean: read
    it beside the median.
    """
    return per_row(post.engagement)


@measure(construct="engagement", unit="reactions a post", cite="peeters2022")
def median_engagement(post: Any) -> Aggregate:
    """Reactions to the middle post of an actor.

    0 means that half of the posts got no reaction; missing means that no post shows its counts.
    """
    return median(post.engagement)


@measure(construct="sympathy", unit="share of reactions, 0 to 1")
def sympathy_share(post: Any) -> Aggregate:
    """Like, love and care among all reactions, where reactions are told by kind; never angry or haha.

    0 means no sympathetic reaction; missing means that the platform does not tell reactions by kind.
    """
    return ratio(total(post.sympathy), of=total(post.likes))


@measure(construct="engagement", unit="share of engagement, 0 to 1")
def discussion_share(post: Any) -> Aggregate:
    """Comments among all reactions: how much an actor's posts are talked about rather than liked.

    0 means likes and shares only; missing means that counts are hidden or not collected.
    """
    return ratio(total(post.comments), of=total(post.engagement))


@measure(construct="engagement", unit="share of engagement, 0 to 1")
def virality(post: Any) -> Aggregate:
    """Shares among all reactions: how much an actor's posts are passed on.

    0 means that nobody passed one on; missing means that counts are hidden or not collected.
    """
    return ratio(total(post.shares), of=total(post.engagement))


@measure(construct="engagement", unit="reactions a view")
def engagement_per_view(post: Any) -> Aggregate:
    """Reactions a view.

    0 means that nobody who saw a post reacted; missing means that the platform does not publish views.
    """
    return ratio(total(post.engagement), of=total(post.views))


@measure(construct="engagement", unit="reactions a post per 1,000 followers", cite="peeters2022")
def engagement_per_follower(engagement_per_post: pl.Expr, followers: pl.Expr) -> pl.Expr:
    """Reactions a post for every thousand followers at the latest count.

    0 means that nobody reacted; missing means that followers or counts are unknown.
    """
    return 1000 * engagement_per_post / followers
