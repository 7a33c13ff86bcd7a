"""Attack: on whom, on policy or person; hate speech and appeals to ethnicity or religion (SARA) apart."""

from typing import Any

from suara.reduce.measure import Aggregate, measure, share


@measure(construct="attack", unit="share of posts, 0 to 1", cite="klinger2023")
def attack_share(post: Any) -> Aggregate:
    """How much of what an actor posts attacks or criticises an opponent.

    0 means that no post attacks; missing means that the posts have no text or nobody coded them.
    """
    return share(post.code_attack == 1)


@measure(construct="attack", unit="share of posts, 0 to 1", cite="klinger2023")
def policy_attack_share(post: Any) -> Aggregate:
    """How much of what an actor posts attacks an opponent's policy, programme or performance.

    0 means that no post does; missing means that the posts have no text or nobody coded them.
    """
    return share(post.code_attack_policy == 1)


@measure(construct="attack", unit="share of posts, 0 to 1", cite="klinger2023")
def person_attack_share(post: Any) -> Aggregate:
    """How much of what an actor posts attacks an opponent's person.

    0 means that no post does; missing means that the posts have no text or nobody coded them.
    """
    return share(post.code_attack_person == 1)


@measure(construct="attack", unit="share of posts, 0 to 1", cite="klinger2023")
def rival_attack_share(post: Any) -> Aggregate:
    """How much of what an actor posts attacks a party, ticket, candidate or leader.

    0 means that no post does; missing means that the posts have no text or nobody coded them. No dictionary names
    targets: people or models do.
    """
    return share(post.code_attack_target.is_in(["party", "leader"]))


@measure(construct="attack", unit="share of posts, 0 to 1", cite="klinger2023")
def elite_attack_share(post: Any) -> Aggregate:
    """How much of what an actor posts attacks the government, the media or elites.

    0 means that no post does; missing means that the posts have no text or nobody coded them. No dictionary names
    targets: people or models do.
    """
    return share(post.code_attack_target.is_in(["government", "media", "elite"]))


@measure(construct="attack", unit="share of posts, 0 to 1")
def hate_speech_share(post: Any) -> Aggregate:
    """How much of what an actor posts is marked as possible hate speech.

    0 means that no post is marked; missing means that the posts have no text or nobody coded them. A dictionary only
    marks where people have to look.
    """
    return share(post.code_hate_speech == 1)


@measure(construct="attack", unit="share of posts, 0 to 1")
def sara_share(post: Any) -> Aggregate:
    """How much of what an actor posts is marked as an appeal to ethnicity, religion, race or group (SARA).

    0 means that no post is marked; missing means that the posts have no text or nobody coded them. A dictionary only
    marks where people have to look.
    """
    return share(post.code_sara == 1)
