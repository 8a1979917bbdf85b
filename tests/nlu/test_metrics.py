"""The counting, against numbers worked out by hand."""

import pytest

from nlu.evaluation.metrics import accuracy, calibration, calibration_error, f1, macro_f1, percentile


def test_accuracy() -> None:
    assert accuracy([("a", "a"), ("a", "b"), ("b", "b"), (None, None)]) == 0.75
    assert accuracy([]) == 1.0


def test_macro_f1_counts_each_label_the_same() -> None:
    pairs = [("a", "a"), ("a", "a"), ("a", "b"), ("b", "b")]
    assert macro_f1(pairs) == pytest.approx((0.8 + 2 / 3) / 2)


def test_f1_over_sets() -> None:
    assert f1([({"x", "y"}, {"x"}), (set(), {"z"})]) == pytest.approx(2 / 4)
    assert f1([(set(), set())]) == 1.0


def test_calibration() -> None:
    judged = [(0.95, True), (0.95, True), (0.95, False), (0.35, False)]
    bins = calibration(judged)
    assert [(one.low, one.count) for one in bins] == [(0.3, 1), (0.95, 3)]
    assert bins[1].right == pytest.approx(2 / 3)
    assert calibration_error(judged) == pytest.approx((0.35 + 3 * (0.95 - 2 / 3)) / 4)


def test_percentile() -> None:
    assert percentile([5, 1, 4, 2, 3], 0.5) == 3
    assert percentile([1], 0.95) == 1
