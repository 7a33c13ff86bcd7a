"""The flow of a review: boxes that add up, and a refusal where they do not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from suara.triangulate.prisma import Flow, flow

STAGES = ("not screened", "undecided", "excluded", "sought", "not retrieved", "excluded on full text", "included")


def test_a_flow_counted_by_hand() -> None:
    stages = [("excluded", None)] * 60 + [("not retrieved", None)] * 3 + [("excluded on full text", "no vote")] * 5
    stages += [("excluded on full text", None)] + [("included", None)] * 9 + [("undecided", None)] * 2
    found = flow(100, stages)
    assert (found.identified, found.duplicates, found.unique) == (100, 20, 80)
    assert (found.waiting_screening, found.screened, found.excluded, found.sought) == (2, 78, 60, 18)
    assert (found.not_retrieved, found.waiting_full_text, found.assessed) == (3, 0, 15)
    assert (found.excluded_full_text, found.included) == (6, 9)
    assert found.reasons == {"no vote": 5, "reason not told": 1}


@given(st.lists(st.tuples(st.sampled_from(STAGES), st.none() | st.sampled_from(["a", "b"]))), st.integers(0, 50))
def test_boxes_add_up_whatever_was_decided(stages: list[tuple[str, str | None]], doubles: int) -> None:
    found = flow(len(stages) + doubles, stages)  # type: ignore[arg-type]
    assert found.duplicates == doubles
    assert not any(found.differences().values())


def test_boxes_that_do_not_add_up_are_refused() -> None:
    with pytest.raises(ValueError, match="sought"):
        Flow(10, 0, 0, 10, 4, 5, 0, 0, 5, 0, 5)
    with pytest.raises(ValueError, match="2 works cannot come from 1"):
        flow(1, [("included", None), ("included", None)])
