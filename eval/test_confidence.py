"""The fit of confidence, on cases worked by hand."""
import unittest

import confidence


def rows(n, features, n_right):
    return [(f"{features}{at}", [confidence.ALWAYS, *features], at < n_right) for at in range(n)]


class Fit(unittest.TestCase):
    def setUp(self):
        # Either alone is right half the time, both together never.
        self.rows = [*rows(40, ["a"], 20), *rows(40, ["b"], 20), *rows(40, ["a", "b"], 0), *rows(40, [], 20)]

    def test_what_two_say_together_has_a_weight_of_its_own(self):
        weights = confidence.fit(self.rows, 1.0)
        self.assertLess(weights["a & b"], -0.5)
        self.assertLess(confidence.chance(weights, ["a", "always", "b"]), 0.12)
        self.assertGreater(confidence.chance(weights, ["a", "always"]), 0.4)

    def test_pairs_that_are_seldom_have_none(self):
        few = [*rows(40, ["a"], 20), *rows(40, ["b"], 20), *rows(confidence.LEAST_PAIR - 1, ["a", "b"], 0)]
        self.assertFalse([f for f in confidence.fit(few, 1.0) if confidence.AND in f])

    def test_a_pair_counts_only_where_both_hold(self):
        weights = {"always": 0.0, "a & b": 3.0}
        self.assertEqual(confidence.chance(weights, ["a", "always"]), 0.5)
        self.assertGreater(confidence.chance(weights, ["a", "always", "b"]), 0.95)


if __name__ == "__main__":
    unittest.main()
