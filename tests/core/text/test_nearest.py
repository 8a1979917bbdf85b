import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.text.nearest import nearest_district


@pytest.mark.parametrize(
    ("latitude", "longitude", "district"),
    [
        (34.0100, 71.5600, "Peshawar"),
        (33.9850, 71.4400, "Peshawar"),
        (34.2000, 72.0500, "Mardan"),
        (34.7750, 72.3600, "Swat"),
        (35.4900, 72.5900, "Swat"),
        (34.8300, 71.8400, "Lower Dir"),
        (35.8500, 71.7900, "Lower Chitral"),
        (36.2700, 72.2500, "Upper Chitral"),
        (34.1500, 73.2100, "Abbottabad"),
        (33.0000, 70.0700, "North Waziristan"),
        (31.8300, 70.9000, "Dera Ismail Khan"),
        (33.9000, 70.1000, "Kurram"),
        (31.5500, 74.3400, "Lahore"),
        (33.6900, 73.0500, "Islamabad"),
        (24.8600, 67.0100, "Karachi South"),
    ],
)
def test_pin(latitude: float, longitude: float, district: str) -> None:
    nearest = nearest_district(latitude, longitude)
    assert nearest is not None
    assert nearest.district == district
    assert nearest.kilometres < 10
    assert nearest.confidence > 0.6


def test_between_two_towns_both_districts_are_offered() -> None:
    nearest = nearest_district(34.0050, 71.7250)  # Tarnab and Taru Jabba lie 3 km apart
    assert nearest is not None
    assert {nearest.district, *nearest.alternatives} >= {"Peshawar", "Nowshera"}
    assert nearest.confidence < 0.8


@pytest.mark.parametrize("point", [(0.0, 0.0), (34.53, 69.17), (91.0, 71.0), (34.0, 181.0), (math.nan, 71.0)])
def test_nowhere(point: tuple[float, float]) -> None:
    assert nearest_district(*point) is None


@given(st.floats(), st.floats())
def test_takes_any_numbers(latitude: float, longitude: float) -> None:
    nearest = nearest_district(latitude, longitude)
    assert nearest is None or 0 <= nearest.confidence <= 1
