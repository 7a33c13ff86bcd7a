"""Every work that a measure or a finding cites can be printed."""

from suara.conclude.finding import FINDINGS
from suara.reduce.measure import MEASURES
from suara.report.references import BIBLIOGRAPHY, works


def test_every_cited_work_is_in_the_list_of_references() -> None:
    cited = {str(m.cite) for m in MEASURES if m.cite} | {key for f in FINDINGS for key in f.cites}
    assert len(cited) > 20
    assert cited <= works(BIBLIOGRAPHY).keys()
