"""Tone and emotion: from people, classifiers, models or imported labels; no dictionary gives them."""

from typing import Any

from suara.reduce.measure import Aggregate, measure, share


@measure(construct="sentiment", unit="share of posts, 0 to 1")
def positive_share(post: Any) -> Aggregate:
    """How much of what an actor posts is positive in tone.

    0 means that no post is; missing means that the posts have no text or nobody coded them.
    """
    return share(post.code_sentiment == "1")


@measure(construct="sentiment", unit="share of posts, 0 to 1")
def negative_share(post: Any) -> Aggregate:
    """How much of what an actor posts is negative in tone.

    0 means that no post is; missing means that the posts have no text or nobody coded them.
    """
    return share(post.code_sentiment == "-1")


@measure(construct="emotion", unit="share of posts, 0 to 1")
def warm_share(post: Any) -> Aggregate:
    """How much of what an actor posts shows joy, love or pride most.

    0 means that no post does; missing means that the posts have no text or nobody coded them.
    """
    return share(post.code_emotion.is_in(["joy", "love", "pride"]))


@measure(construct="emotion", unit="share of posts, 0 to 1")
def dark_share(post: Any) -> Aggregate:
    """How much of what an actor posts shows anger, fear, sadness or disgust most.

    0 means that no post does; missing means that the posts have no text or nobody coded them.
    """
    return share(post.code_emotion.is_in(["anger", "fear", "sadness", "disgust"]))
