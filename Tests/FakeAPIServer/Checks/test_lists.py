"""Lists, pages, selectors and resourceVersions."""

import gzip
import unittest

from support import IMPORTS, SLICES, ServerCase


class Lists(ServerCase):
    def test_a_custom_list_has_its_keys_in_order_and_its_items_their_kind(self):
        self.put_import("one")
        text = self.ask(IMPORTS).text
        self.assertTrue(text.startswith('{"apiVersion":"multicluster.x-k8s.io/v1beta1","items":[{"apiVersion"'))

    def test_items_of_a_built_in_list_lack_their_kind(self):
        self.fake("POST", "bulk", {"imports": 1})
        content = self.ask(SLICES).json
        self.assertEqual(content["kind"], "EndpointSliceList")
        self.assertNotIn("kind", content["items"][0])

    def test_pages_are_of_one_moment(self):
        for name in ("a", "b", "c", "d", "e"):
            last = self.put_import(name)
        first = self.ask(f"{IMPORTS}?limit=2").json
        self.assertEqual(first["metadata"]["remainingItemCount"], 3)
        self.put_import("cc")
        self.delete_import("e")
        token = first["metadata"]["continue"]
        second = self.ask(f"{IMPORTS}?limit=2&continue={token}").json
        third = self.ask(f"{IMPORTS}?limit=2&continue={second['metadata']['continue']}").json
        pages = [[item["metadata"]["name"] for item in page["items"]] for page in (first, second, third)]
        self.assertEqual(pages, [["a", "b"], ["c", "d"], ["e"]])
        self.assertEqual({page["metadata"]["resourceVersion"] for page in (first, second, third)}, {str(last)})
        self.assertNotIn("continue", third["metadata"])

    def test_a_page_after_a_compaction_is_expired_and_its_new_token_leads_on(self):
        for name in ("a", "b", "c"):
            self.put_import(name)
        token = self.ask(f"{IMPORTS}?limit=1").json["metadata"]["continue"]
        self.put_import("bb")
        self.fake("POST", "compact")
        refused = self.ask(f"{IMPORTS}?limit=1&continue={token}")
        status = refused.json
        self.assertEqual((refused.code, status["reason"]), (410, "Expired"))
        self.assertEqual(self.names(f"{IMPORTS}?continue={status['metadata']['continue']}"), ["b", "bb", "c"])

    def test_resource_versions_that_cannot_be(self):
        self.fake("POST", "settings", {"futureWait": 0.05})
        for query, code in [
            ("continue=bogus", 400), ("resourceVersion=abc", 500), ("resourceVersion=999999", 504),
            ("resourceVersionMatch=Exact", 422), ("fieldSelector=spec.type=Headless", 400),
            ("labelSelector=a+b", 400), ("resourceVersion=1&resourceVersionMatch=Exact", 410),
        ]:
            with self.subTest(query):
                answer = self.ask(f"{IMPORTS}?{query}")
                self.assertEqual((answer.code, answer.json["kind"]), (code, "Status"))

    def test_a_list_at_a_version_yet_to_come_waits_for_it(self):
        number = self.put_import("a")
        refused = self.fake("POST", "settings", {"futureWait": 20})["resourceVersion"]
        self.assertEqual(refused, number)
        self.fake("POST", "churn", {"rate": 100, "seconds": 0.1})
        self.assertEqual(self.names(f"{IMPORTS}?resourceVersion={number + 5}"), ["a"])

    def test_a_list_at_zero_has_no_pages(self):
        for name in ("a", "b", "c"):
            self.put_import(name)
        self.assertEqual(self.names(f"{IMPORTS}?limit=1&resourceVersion=0"), ["a", "b", "c"])

    def test_exactly_a_past_version(self):
        first = self.put_import("a")
        self.put_import("b")
        query = f"resourceVersion={first}&resourceVersionMatch=Exact"
        self.assertEqual(self.names(f"{IMPORTS}?{query}"), ["a"])

    def test_label_selectors(self):
        self.put_import("none")
        self.put_import("red", {"color": "red", "example.com/owner": "me"})
        self.put_import("blue", {"color": "blue"})
        for selector, names in [
            ("color", ["blue", "red"]), ("!color", ["none"]), ("color=red", ["red"]), ("color==red", ["red"]),
            ("color!=red", ["blue", "none"]), ("color in (red, green)", ["red"]),
            ("color notin (red)", ["blue", "none"]), ("color,color!=blue", ["red"]),
            ("color in (red,blue),example.com/owner=me", ["red"]), ("example.com/owner", ["red"]),
        ]:
            with self.subTest(selector):
                self.assertEqual(self.selected(selector), names)

    def test_a_selected_list_does_not_tell_how_many_remain(self):
        for name in ("a", "b", "c"):
            self.put_import(name, {"color": "red"})
        metadata = self.ask(f"{IMPORTS}?limit=1&labelSelector=color").json["metadata"]
        self.assertIn("continue", metadata)
        self.assertNotIn("remainingItemCount", metadata)

    def test_one_namespace(self):
        self.fake("POST", "bulk", {"imports": 4, "namespaces": 2})
        path = IMPORTS.replace("serviceimports", "namespaces/ns-1/serviceimports")
        self.assertEqual(self.names(path), ["svc-1", "svc-3"])

    def test_a_version_that_is_not_served_is_a_plain_page(self):
        old = IMPORTS.replace("v1beta1", "v1alpha1")
        self.fake("POST", "settings", {"served": {"serviceimports": ["v1alpha1"]}})
        self.assertEqual((self.ask(IMPORTS).code, self.ask(old).code), (404, 200))
        self.assertEqual(self.ask("/apis/multicluster.x-k8s.io").json["preferredVersion"]["version"], "v1alpha1")
        self.fake("POST", "settings", {"served": {"serviceimports": []}})
        answer = self.ask(old)
        self.assertEqual((answer.text, answer.response.headers["Content-Type"][:10]), (
            "404 page not found\n", "text/plain"))
        self.assertEqual(self.ask("/apis/multicluster.x-k8s.io").code, 404)

    def test_large_lists_are_compressed_for_who_accepts_it(self):
        self.fake("POST", "bulk", {"imports": 400, "managedFields": True})
        headers = {"Accept-Encoding": "gzip"}
        large = self.ask(IMPORTS, headers=headers).response
        self.assertEqual(large.headers["Content-Encoding"], "gzip")
        self.assertIn(b'"svc-399"', gzip.decompress(large.read()))
        self.assertIsNone(self.ask(IMPORTS).response.headers["Content-Encoding"])
        self.assertIsNone(self.ask(f"{IMPORTS}?limit=9", headers=headers).response.headers["Content-Encoding"])

    def test_whatever_is_stored_is_shown(self):
        self.fake("PUT", "objects/serviceimports/default/odd", {"metadata": 5, "spec": [None, "\ud800"]})
        self.assertEqual(self.ask(IMPORTS).json["items"][0]["spec"], [None, "\ud800"])

    def test_one_connection_serves_many_requests(self):
        connection = self.connect()
        for _ in range(3):
            connection.request("GET", IMPORTS)
            connection.getresponse().read()
        counters = self.fake("GET", "counters")
        self.assertEqual((counters["requests"], counters["accepted"]), (3, 1))


if __name__ == "__main__":
    unittest.main()
