"""Engagement by what a post carries: means, and medians beside them, for few posts make most of a mean."""

from typing import Any

import narwhals as nw

from suara.reduce.measure import Aggregate, measure, median, per_row


def _interactive(post: Any) -> nw.Expr:
    told: nw.Expr = (
        (post.code_question_to_citizens == 1)
        | (post.code_invitation_to_dialogue == 1)
        | (post.code_reply_to_citizen == 1)
    )
    return told


def _personal(post: Any) -> nw.Expr:
    told: nw.Expr = (
        (post.code_personal_individual == 1) | (post.code_personal_emotional == 1) | (post.code_personal_private == 1)
    )
    return told


@measure(construct="engagement", unit="reactions a post", cite="peeters2022")
def interactive_engagement(post: Any) -> Aggregate:
    """Reactions to a post that turns to citizens: the mean over those that show their counts.

    0 means that nobody reacted to any; missing means that there is none, or that codes or counts are unknown.
    """
    return per_row(nw.when(_interactive(post)).then(post.engagement))


@measure(construct="engagement", unit="reactions a post", cite="peeters2022")
def interactive_median_engagement(post: Any) -> Aggregate:
    """Reactions to the middle post among those that turn to citizens.

    0 means that half of them got no reaction; missing means that there is none, or that codes or counts are unknown.
    """
    return median(nw.when(_interactive(post)).then(post.engagement))


@measure(construct="engagement", unit="reactions a post", cite="peeters2022")
def personal_engagement(post: Any) -> Aggregate:
    """Reactions to a post that is personal: the mean over those that show their counts.

    0 means that nobody reacted to any; missing means that there is none, or that codes or counts are unknown.
    """
    return per_row(nw.when(_personal(post)).then(post.engagement))


@measure(construct="engagement", unit="reactions a post", cite="peeters2022")
def personal_median_engagement(post: Any) -> Aggregate:
    """Reactions to the middle post among those that are personal.

    0 means that half of them got no reaction; missing means that there is none, or that codes or counts are unknown.
    """
    return median(nw.when(_personal(post)).then(post.engagement))


@measure(construct="engagement", unit="reactions a post", cite="peeters2022")
def achievement_engagement(post: Any) -> Aggregate:
    """Reactions to a post that shows a result: the mean over those that show their counts.

    0 means that nobody reacted to any; missing means that there is none, or that codes or counts are unknown.
    """
    return per_row(nw.when(post.code_achievement == 1).then(post.engagement))


@measure(construct="engagement", unit="reactions a post", cite="peeters2022")
def achievement_median_engagement(post: Any) -> Aggregate:
    """Reactions to the middle post among those that show a result.

    0 means that half of them got no reaction; missing means that there is none, or that codes or counts are unknown.
    """
    return median(nw.when(post.code_achievement == 1).then(post.engagement))


@measure(construct="engagement", unit="reactions a post", cite="peeters2022")
def attack_engagement(post: Any) -> Aggregate:
    """Reactions to a post that attacks an opponent: the mean over those that show their counts.

    0 means that nobody reacted to any; missing means that there is none, or that codes or counts are unknown.
    """
    return per_row(nw.when(post.code_attack == 1).then(post.engagement))


@measure(construct="engagement", unit="reactions a post", cite="peeters2022")
def attack_median_engagement(post: Any) -> Aggregate:
    """Reactions to the middle post among those that attack an opponent.

    0 means that half of them got no reaction; missing means that there is none, or that codes or counts are unknown.
    """
    return median(nw.when(post.code_attack == 1).then(post.engagement))
