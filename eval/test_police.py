"""The scorer of sentences on police, on cases worked by hand."""
import json
import tempfile
import unittest

import police


def event(kind, mode=None, actor=None, why=(), status="happened"):
    return {"type": kind, "mode": mode, "actor": actor, "why": list(why), "status": status}


KILL = ["plover/assault/kill"]
POLICE = {"id": None, "sector": "COP"}


class Labels(unittest.TestCase):
    def test_a_killing_by_police_is_told_by_a_rule_of_killing(self):
        self.assertIn("KILL", police.told([event("ASSAULT", actor=POLICE, why=KILL)]))
        self.assertIn("KILL", police.told([event("ASSAULT", "firearms", {"id": "MLI.COP", "sector": None}, KILL)]))
        shot = ["plover/assault/shoot"]
        self.assertEqual(police.told([event("ASSAULT", "firearms", POLICE, shot)]), {"FORCE"})
        self.assertIn("KILL", police.told([event("ASSAULT", "firearms", POLICE, shot + KILL)]))

    def test_who_is_no_force_does_not_kill_for_it(self):
        for actor in (None, {"id": None, "sector": "REB"}, {"id": "MLI", "sector": None}):
            self.assertEqual(police.told([event("ASSAULT", actor=actor, why=KILL)]), set())

    def test_armed_men_whom_nobody_is_told_to_have_killed_count(self):
        killed = {**event("ASSAULT", why=KILL), "recipient": {"id": "MLI.REB", "sector": "REB"}}
        self.assertEqual(police.told([killed]), {"KILL"})
        self.assertEqual(police.told([{**killed, "actor": {"id": "MLI.CRM", "sector": "CRM"}}]), set())
        self.assertEqual(police.told([{**killed, "recipient": {"id": None, "sector": "CVL"}}]), set())

    def test_what_did_not_come_about_counts_for_nothing(self):
        for status in ("planned", "denied", "hypothetical", "unknown"):
            self.assertEqual(police.told([event("COERCE", "arrest", POLICE, status=status)]), set())
        self.assertEqual(police.told([event("COERCE", "arrest")]), {"ARREST"})
        self.assertEqual(police.told([event("COERCE", "curfew")]), set())

    def test_halves_are_counted_apart(self):
        ids = ["a", "b", "c", "d", "e"]
        gold = [{"id": i, "text": "", "events": [{"label": "ARREST"}]} for i in ids]
        pred = [{"id": i, "events": [event("COERCE", "arrest")] if police.half(i) == "held" else []} for i in ids]
        with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as one, tempfile.NamedTemporaryFile("w", suffix=".jsonl") as two:
            for file, rows in ((one, gold), (two, pred)):
                file.write("".join(json.dumps(row) + "\n" for row in rows))
                file.flush()
            found = police.score(one.name, two.name)
        self.assertEqual((found["held"]["arrest_f1"], found["tuned"]["arrest_f1"]), (1, 0))
        self.assertEqual(found["held"]["sentences"] + found["tuned"]["sentences"], len(ids))


if __name__ == "__main__":
    unittest.main()
