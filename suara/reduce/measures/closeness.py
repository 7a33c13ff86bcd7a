"""Closeness in pictures: personal setting, a single face, family, crowd; from people or imported labels."""

from typing import Any

from suara.reduce.measure import Aggregate, measure, share


@measure(construct="closeness", unit="share of posts, 0 to 1", cite="peng2021")
def personal_setting_share(post: Any) -> Aggregate:
    """How much of what an actor posts is pictured at home, with family or at leisure.

    0 means that no picture is; missing means that nobody labelled the pictures. Labels come from
    people or are imported: no face is recognised.
    """
    return share(post.code_picture_setting == "personal")


@measure(construct="closeness", unit="share of posts, 0 to 1", cite="peng2021")
def single_face_share(post: Any) -> Aggregate:
    """How much of what an actor posts has exactly one face as its subject.

    0 means that no picture has; missing means that nobody labelled the pictures. Labels come from
    people or are imported: no face is recognised.
    """
    return share(post.code_single_face == 1)


@measure(construct="closeness", unit="share of posts, 0 to 1", cite="peng2021")
def family_share(post: Any) -> Aggregate:
    """How much of what an actor posts shows family or a child.

    0 means that no picture does; missing means that nobody labelled the pictures. Labels come from
    people or are imported: no face is recognised.
    """
    return share(post.code_family_or_child == 1)


@measure(construct="closeness", unit="share of posts, 0 to 1", cite="peng2021")
def crowd_share(post: Any) -> Aggregate:
    """How much of what an actor posts shows a crowd.

    0 means that no picture does; missing means that nobody labelled the pictures. Labels come from
    people or are imported: no face is recognised.
    """
    return share(post.code_crowd == 1)
