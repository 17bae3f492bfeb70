"""Medians, ratios, targets, tables and the page: what a run computes, without running anything."""

import os
import sys
import unittest
from dataclasses import dataclass

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))

import chart
import page
import table
from figures import Figures, spread
from ours import ECHO, OURS, OURS_EDE_OFF
from targets import Target, targets


@dataclass
class Sample:
    cpu: float = 1.0
    user: float = 0.5
    qps: float = 1000.0
    lost: int = 0
    p50: float = 10.0
    p99: float = 20.0
    resident: float = 30.0


def filled(cell, **cpu):
    """Figures of one cell: for each server its CPU in each round."""
    figures = Figures()
    for label, values in cpu.items():
        for number, value in enumerate(values):
            figures.add(cell, label, number, Sample(cpu=value))
    return figures


class FiguresTest(unittest.TestCase):
    def test_a_spread_is_the_median_with_least_and_most(self):
        self.assertEqual(spread([3.0, 1.0, 2.0]), "2.00 [1.00-3.00]")
        self.assertEqual(spread([4.0, 1.0], 0), "2 [1-4]")
        self.assertEqual(spread([]), "none")

    def test_a_ratio_is_taken_within_a_round_that_has_both(self):
        figures = filled("c", a=[2.0, 3.0, 9.0], b=[4.0, 3.0])
        self.assertEqual(figures.ratios("c", "a", "b"), [0.5, 1.0])
        self.assertEqual(figures.ratios("c", "a", "none"), [])

    def test_a_server_that_cost_nothing_gives_no_ratio(self):
        self.assertEqual(filled("c", a=[1.0], b=[0.0]).ratios("c", "a", "b"), [])

    def test_a_row_says_why_it_is_empty_or_short(self):
        figures = Figures()
        figures.fail("c", "a", "has ended")
        figures.refuse("c", "b", 31.0)
        figures.refuse("c", "b", 17.4)
        self.assertEqual(figures.note("c", "a"), "has ended")
        self.assertEqual(figures.note("c", "b"), "2 rounds refused, others up to 31 %")
        self.assertEqual(figures.labels("c"), ["a", "b"])


class TargetTest(unittest.TestCase):
    def test_the_median_decides(self):
        self.assertEqual(Target("f", 1.0, [0.9, 1.0, 5.0]).verdict, "holds")
        self.assertEqual(Target("f", 1.0, [1.5]).verdict, "misses by 50 %")

    def test_a_bound_from_below(self):
        self.assertEqual(Target("f", 20, [20.0], at_least=True).verdict, "holds")
        self.assertEqual(Target("f", 20, [15.0], at_least=True).verdict, "misses by 25 %")

    def test_a_bound_of_nothing(self):
        self.assertEqual(Target("lost", 0, [0.0]).verdict, "holds")
        self.assertTrue(Target("lost", 0, [3.0]).verdict.startswith("misses"))

    def test_what_was_not_measured_holds_no_target_and_says_why(self):
        self.assertEqual(Target("f", 1.0, [], why_none="no CoreDNS").verdict, "not measured: no CoreDNS")
        self.assertTrue(all(target.verdict.startswith("not measured") for target in targets(Figures())))

    def test_targets_take_what_they_are_named_after(self):
        figures = filled("UDP 1k A", **{OURS: [1.0, 1.0], ECHO: [1.0, 0.5], "NSD": [2.0, 2.0]})
        found = {target.figure: target.values for target in targets(figures)}
        self.assertEqual(found[f"UDP, CPU per query / {ECHO}, 1,000 services"], [1.0, 2.0])
        self.assertEqual(found["UDP, CPU per query / NSD, 1,000 services"], [0.5, 0.5])
        self.assertEqual(found["UDP, CPU per query / NSD, 100,000 services"], [])

    def test_negative_answers_are_held_against_positive_ones_of_the_same_server(self):
        figures = filled("EDE A EDNS", **{OURS: [2.0], OURS_EDE_OFF: [4.0]})
        figures.add("EDE NXDOMAIN EDNS", OURS, 0, Sample(cpu=3.0))
        figures.add("EDE NXDOMAIN EDNS", OURS_EDE_OFF, 0, Sample(cpu=3.0))
        found = {target.figure: target.values for target in targets(figures)}
        self.assertEqual(found["NXDOMAIN, EDE on, CPU per query / positive answer"], [1.5])
        self.assertEqual(found["NXDOMAIN, EDE off, CPU per query / positive answer"], [0.75])


class PageTest(unittest.TestCase):
    def test_a_table_lines_up(self):
        lines = table.rows(["a", "long head"], [["longer", "x"]]).split("\n")
        self.assertEqual({len(line) for line in lines}, {len(lines[0])})
        self.assertEqual(lines[1], "|--------|-----------|")

    def test_a_cell_has_a_line_for_each_server(self):
        figures = filled("UDP 1k A", **{OURS: [2.0], ECHO: [1.0]})
        figures.fail("UDP 1k A", "BIND", "takes no connection")
        lines = table.cell_table(figures, "UDP 1k A").split("\n")
        self.assertEqual(len(lines), 5)
        self.assertIn("2.00 [2.00-2.00]", lines[2])
        self.assertTrue(lines[4].rstrip(" |").endswith("takes no connection"))

    def test_the_part_between_the_marks_is_replaced_and_nothing_else(self):
        text = f"before\n{page.BEGIN}\nold\n{page.END}\nafter\n"
        self.assertEqual(page.replaced(text, "new\n"), f"before\n{page.BEGIN}\n\nnew\n\n{page.END}\nafter\n")

    def test_a_page_without_its_marks_is_an_error(self):
        for text in ("", page.BEGIN, page.END + page.BEGIN, page.BEGIN * 2 + page.END, page.BEGIN + page.END * 2):
            with self.assertRaises(ValueError):
                page.replaced(text, "new")

    def test_a_chart_has_a_bar_for_each_server_and_cuts_what_is_far_off(self):
        figures = filled("UDP 1k A", **{OURS: [1.0], ECHO: [1.0], "a & b": [1.0], "slow": [100.0]})
        text = chart.chart(figures)
        self.assertEqual(text.count("<rect class="), 4)
        self.assertIn("a &amp; b", text)
        self.assertEqual(text.count("»"), 1)


if __name__ == "__main__":
    unittest.main()
