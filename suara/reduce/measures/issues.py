"""Issue fields: what posts speak about, by the major topics of the Comparative Agendas Project and Indonesian additions."""

from typing import Any

from suara.reduce.measure import Aggregate, measure, share


@measure(construct="issues", unit="share of posts, 0 to 1", cite="barbera2019")
def macroeconomics_issue_share(post: Any) -> Aggregate:
    """How much of what an actor posts speaks of prices, taxes, budget and debt.

    0 means that no post does; missing means that the posts have no text or nobody coded them.
    """
    return share(post.code_issue_macroeconomics == 1)


@measure(construct="issues", unit="share of posts, 0 to 1", cite="barbera2019")
def civil_rights_issue_share(post: Any) -> Aggregate:
    """How much of what an actor posts speaks of civil rights.

    0 means that no post does; missing means that the posts have no text or nobody coded them.
    """
    return share(post.code_issue_civil_rights == 1)


@measure(construct="issues", unit="share of posts, 0 to 1", cite="barbera2019")
def health_issue_share(post: Any) -> Aggregate:
    """How much of what an actor posts speaks of health.

    0 means that no post does; missing means that the posts have no text or nobody coded them.
    """
    return share(post.code_issue_health == 1)


@measure(construct="issues", unit="share of posts, 0 to 1", cite="barbera2019")
def agriculture_issue_share(post: Any) -> Aggregate:
    """How much of what an actor posts speaks of agriculture, fishery and food.

    0 means that no post does; missing means that the posts have no text or nobody coded them.
    """
    return share(post.code_issue_agriculture == 1)


@measure(construct="issues", unit="share of posts, 0 to 1", cite="barbera2019")
def labor_issue_share(post: Any) -> Aggregate:
    """How much of what an actor posts speaks of labour.

    0 means that no post does; missing means that the posts have no text or nobody coded them.
    """
    return share(post.code_issue_labor == 1)


@measure(construct="issues", unit="share of posts, 0 to 1", cite="barbera2019")
def education_issue_share(post: Any) -> Aggregate:
    """How much of what an actor posts speaks of education.

    0 means that no post does; missing means that the posts have no text or nobody coded them.
    """
    return share(post.code_issue_education == 1)


@measure(construct="issues", unit="share of posts, 0 to 1", cite="barbera2019")
def environment_issue_share(post: Any) -> Aggregate:
    """How much of what an actor posts speaks of the environment.

    0 means that no post does; missing means that the posts have no text or nobody coded them.
    """
    return share(post.code_issue_environment == 1)


@measure(construct="issues", unit="share of posts, 0 to 1", cite="barbera2019")
def energy_issue_share(post: Any) -> Aggregate:
    """How much of what an actor posts speaks of energy.

    0 means that no post does; missing means that the posts have no text or nobody coded them.
    """
    return share(post.code_issue_energy == 1)


@measure(construct="issues", unit="share of posts, 0 to 1", cite="barbera2019")
def immigration_issue_share(post: Any) -> Aggregate:
    """How much of what an actor posts speaks of immigration.

    0 means that no post does; missing means that the posts have no text or nobody coded them.
    """
    return share(post.code_issue_immigration == 1)


@measure(construct="issues", unit="share of posts, 0 to 1", cite="barbera2019")
def transport_issue_share(post: Any) -> Aggregate:
    """How much of what an actor posts speaks of transport.

    0 means that no post does; missing means that the posts have no text or nobody coded them.
    """
    return share(post.code_issue_transport == 1)


@measure(construct="issues", unit="share of posts, 0 to 1", cite="barbera2019")
def law_crime_issue_share(post: Any) -> Aggregate:
    """How much of what an actor posts speaks of law, crime and corruption.

    0 means that no post does; missing means that the posts have no text or nobody coded them.
    """
    return share(post.code_issue_law_crime == 1)


@measure(construct="issues", unit="share of posts, 0 to 1", cite="barbera2019")
def social_welfare_issue_share(post: Any) -> Aggregate:
    """How much of what an actor posts speaks of social welfare.

    0 means that no post does; missing means that the posts have no text or nobody coded them.
    """
    return share(post.code_issue_social_welfare == 1)


@measure(construct="issues", unit="share of posts, 0 to 1", cite="barbera2019")
def housing_issue_share(post: Any) -> Aggregate:
    """How much of what an actor posts speaks of housing.

    0 means that no post does; missing means that the posts have no text or nobody coded them.
    """
    return share(post.code_issue_housing == 1)


@measure(construct="issues", unit="share of posts, 0 to 1", cite="barbera2019")
def commerce_issue_share(post: Any) -> Aggregate:
    """How much of what an actor posts speaks of commerce and small business.

    0 means that no post does; missing means that the posts have no text or nobody coded them.
    """
    return share(post.code_issue_commerce == 1)


@measure(construct="issues", unit="share of posts, 0 to 1", cite="barbera2019")
def defense_issue_share(post: Any) -> Aggregate:
    """How much of what an actor posts speaks of defence.

    0 means that no post does; missing means that the posts have no text or nobody coded them.
    """
    return share(post.code_issue_defense == 1)


@measure(construct="issues", unit="share of posts, 0 to 1", cite="barbera2019")
def technology_issue_share(post: Any) -> Aggregate:
    """How much of what an actor posts speaks of technology.

    0 means that no post does; missing means that the posts have no text or nobody coded them.
    """
    return share(post.code_issue_technology == 1)


@measure(construct="issues", unit="share of posts, 0 to 1", cite="barbera2019")
def foreign_trade_issue_share(post: Any) -> Aggregate:
    """How much of what an actor posts speaks of foreign trade.

    0 means that no post does; missing means that the posts have no text or nobody coded them.
    """
    return share(post.code_issue_foreign_trade == 1)


@measure(construct="issues", unit="share of posts, 0 to 1", cite="barbera2019")
def foreign_affairs_issue_share(post: Any) -> Aggregate:
    """How much of what an actor posts speaks of foreign affairs.

    0 means that no post does; missing means that the posts have no text or nobody coded them.
    """
    return share(post.code_issue_foreign_affairs == 1)


@measure(construct="issues", unit="share of posts, 0 to 1", cite="barbera2019")
def government_issue_share(post: Any) -> Aggregate:
    """How much of what an actor posts speaks of government operations and elections.

    0 means that no post does; missing means that the posts have no text or nobody coded them.
    """
    return share(post.code_issue_government == 1)


@measure(construct="issues", unit="share of posts, 0 to 1", cite="barbera2019")
def public_lands_issue_share(post: Any) -> Aggregate:
    """How much of what an actor posts speaks of land and villages.

    0 means that no post does; missing means that the posts have no text or nobody coded them.
    """
    return share(post.code_issue_public_lands == 1)


@measure(construct="issues", unit="share of posts, 0 to 1", cite="barbera2019")
def culture_issue_share(post: Any) -> Aggregate:
    """How much of what an actor posts speaks of culture.

    0 means that no post does; missing means that the posts have no text or nobody coded them.
    """
    return share(post.code_issue_culture == 1)


@measure(construct="issues", unit="share of posts, 0 to 1", cite="barbera2019")
def religion_identity_issue_share(post: Any) -> Aggregate:
    """How much of what an actor posts speaks of religion and identity.

    0 means that no post does; missing means that the posts have no text or nobody coded them.
    """
    return share(post.code_issue_religion_identity == 1)


@measure(construct="issues", unit="share of posts, 0 to 1", cite="barbera2019")
def women_youth_issue_share(post: Any) -> Aggregate:
    """How much of what an actor posts speaks of women and youth.

    0 means that no post does; missing means that the posts have no text or nobody coded them.
    """
    return share(post.code_issue_women_youth == 1)
