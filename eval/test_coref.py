"""The scorer on cases worked by hand, those of Pradhan et al. 2014 and of Bagga and Baldwin 1998 among them."""
import unittest

import coref


def chains(text):
    return [list(chain) for chain in text.split()]


class Textbook(unittest.TestCase):
    def figures(self, key, response):
        return coref.figures([(chains(key), chains(response))])

    def test_predicted_mentions(self):
        found = self.figures("abc defg", "ab cd fghi")
        wanted = {"muc_p": 2 / 5, "muc_r": 2 / 5, "b3_p": 4 / 8, "b3_r": 35 / 84, "ceafe_p": 1.3 / 3,
                  "ceafe_r": 1.3 / 2, "mentions_p": 6 / 8, "mentions_r": 6 / 7}
        for name, value in wanted.items():
            self.assertAlmostEqual(found[name], value, 9, name)

    def test_two_chains_taken_for_one(self):
        one = self.figures("12345 67 89ABC", "12345 6789ABC")
        other = self.figures("12345 67 89ABC", "1234589ABC 67")
        self.assertAlmostEqual(one["muc_p"], 9 / 10)
        self.assertAlmostEqual(other["muc_p"], 9 / 10)
        self.assertAlmostEqual(one["b3_p"], (5 + 4 / 7 + 25 / 7) / 12)
        self.assertAlmostEqual(other["b3_p"], (5 / 2 + 2 + 5 / 2) / 12)
        self.assertEqual((one["b3_r"], other["b3_r"]), (1, 1))

    def test_the_same_is_perfect_and_nothing_is_zero(self):
        self.assertEqual(self.figures("ab cde", "cde ab")["conll_f1"], 1)
        self.assertEqual(self.figures("ab cde", "")["conll_f1"], 0)

    def test_the_best_match_is_not_the_greedy_one(self):
        self.assertAlmostEqual(coref.assignment([[0.9, 0.8], [0.8, 0.1]]), 1.6)

    def test_mentions_alone_count_on_request_only(self):
        pairs = [(chains("ab c"), chains("ab d"))]
        self.assertLess(coref.figures(pairs)["b3_f1"], 1)
        plain = [tuple(map(coref.without_singletons, pair)) for pair in pairs]
        self.assertEqual(coref.figures(plain)["conll_f1"], 1)

    def test_documents_are_summed_before_dividing(self):
        pairs = [(chains("abcd"), chains("abcd")), (chains("ab"), chains(""))]
        self.assertAlmostEqual(coref.figures(pairs)["muc_r"], 3 / 4)

    def test_a_mention_is_found_by_its_head(self):
        words = [([0, 3], 1), ([4, 8], 1), ([9, 16], 1)]
        tokens = [{"span": span, "head": head, "pos": "NOUN"} for span, head in words]
        key, response = [[(0, 16), (20, 22)]], [[(0, 8), (20, 22)]]
        self.assertEqual(coref.by_head(key, response, tokens), key)
        self.assertEqual(coref.by_head(key, [[(9, 16), (20, 22)]], tokens), [[(9, 16), (20, 22)]])

    def test_mentions_without_a_word_are_not_the_same(self):
        response = [[(0, 8), (9, 16)]]
        self.assertEqual(coref.by_head([[(0, 16), (20, 22)]], response, []), response)


if __name__ == "__main__":
    unittest.main()
