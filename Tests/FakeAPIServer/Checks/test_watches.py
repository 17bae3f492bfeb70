"""Watches: where they begin, what they say, how they end."""

import http.client
import unittest

from support import IMPORTS, INITIAL, ServerCase


class Watches(ServerCase):
    def watch(self, query):
        answer = self.ask(f"{IMPORTS}?watch=1&{query}")
        self.assertEqual(answer.code, 200)
        return answer

    def test_changes_after_a_version(self):
        start = self.put_import("a")
        self.put_import("b")
        watch = self.watch(f"resourceVersion={start}")
        self.put_import("b")
        last = self.delete_import("a")
        self.assertEqual(watch.events(2), [("ADDED", "b"), ("MODIFIED", "b")])
        kind, gone = watch.event()
        self.assertEqual((kind, gone["metadata"]["name"]), ("DELETED", "a"))
        self.assertEqual(gone["metadata"]["resourceVersion"], str(last))
        self.assertEqual(gone["apiVersion"], "multicluster.x-k8s.io/v1beta1")

    def test_a_selector_makes_objects_come_and_go(self):
        start = self.put_import("a")
        watch = self.watch(f"resourceVersion={start}&labelSelector=color")
        self.put_import("a", {"color": "red"})
        self.put_import("a", {"color": "blue"})
        self.put_import("a")
        self.assertEqual(watch.events(3), [("ADDED", "a"), ("MODIFIED", "a"), ("DELETED", "a")])

    def test_without_a_version_what_there_is_comes_first(self):
        self.put_import("a")
        watch = self.watch("")
        self.put_import("b")
        self.assertEqual(watch.events(2), [("ADDED", "a"), ("ADDED", "b")])

    def test_a_streaming_list_ends_with_a_bookmark(self):
        number = self.put_import("a")
        watch = self.ask(f"{IMPORTS}?{INITIAL}")
        self.assertEqual(watch.events(1), [("ADDED", "a")])
        kind, bookmark = watch.event()
        self.assertEqual((kind, bookmark["metadata"]["resourceVersion"]), ("BOOKMARK", str(number)))
        self.assertEqual(bookmark["metadata"]["annotations"], {"k8s.io/initial-events-end": "true"})
        self.put_import("b")
        self.assertEqual(watch.events(1), [("ADDED", "b")])

    def test_an_older_server_has_no_streaming_lists(self):
        self.fake("POST", "settings", {"initialEvents": False})
        answer = self.ask(f"{IMPORTS}?{INITIAL}")
        self.assertEqual((answer.code, answer.json["reason"]), (422, "Invalid"))

    def test_parameters_that_do_not_go_together(self):
        for query in (
            "watch=1&resourceVersionMatch=NotOlderThan", "watch=1&sendInitialEvents=true",
            "watch=1&sendInitialEvents=true&resourceVersionMatch=NotOlderThan",
        ):
            with self.subTest(query):
                self.assertEqual(self.ask(f"{IMPORTS}?{query}").code, 422)

    def test_a_version_that_is_too_old_is_an_error_event(self):
        self.put_import("a")
        [(kind, status)] = self.watch("resourceVersion=1").rest()
        self.assertEqual((kind, status["code"], status["reason"]), ("ERROR", 410, "Expired"))

    def test_after_a_compaction_older_versions_are_gone_but_open_watches_go_on(self):
        start = self.put_import("a")
        watch = self.watch(f"resourceVersion={start}")
        self.put_import("b")
        self.fake("POST", "compact")
        self.put_import("c")
        self.assertEqual(watch.events(2), [("ADDED", "b"), ("ADDED", "c")])
        self.assertEqual(self.watch(f"resourceVersion={start}").event()[0], "ERROR")

    def test_a_version_yet_to_come_is_silence(self):
        number = self.put_import("a")
        watch = self.watch(f"resourceVersion={number + 1}&timeoutSeconds=20")
        self.put_import("b")
        self.put_import("c")
        self.assertEqual(watch.events(1), [("ADDED", "c")])
        self.assertEqual(list(self.watch(f"resourceVersion={number + 9}&timeoutSeconds=0.2").rest()), [])

    def test_the_time_ends_with_a_bookmark_and_in_order(self):
        number = self.put_import("a")
        query = f"resourceVersion={number}&timeoutSeconds=2.1&allowWatchBookmarks=true"
        [(kind, bookmark)] = self.watch(query).rest()
        self.assertEqual((kind, bookmark["metadata"]["resourceVersion"]), ("BOOKMARK", str(number)))
        self.assertEqual(list(self.watch(f"resourceVersion={number}&timeoutSeconds=0.1").rest()), [])

    def test_bookmarks_come_at_intervals(self):
        self.fake("POST", "settings", {"bookmarkInterval": 0.05})
        number = self.put_import("a")
        watch = self.watch(f"resourceVersion={number}&allowWatchBookmarks=true")
        self.assertEqual(watch.events(3), [("BOOKMARK", "")] * 3)

    def test_a_crd_that_goes_ends_its_watches(self):
        watch = self.watch(f"resourceVersion={self.put_import('a')}")
        self.fake("POST", "settings", {"served": {"serviceimports": []}})
        self.assertEqual(list(watch.rest()), [])

    def test_a_namespace_takes_what_is_in_it_along(self):
        self.fake("POST", "bulk", {"imports": 2, "slices": 0})
        watch = self.watch("resourceVersion=" + self.ask(IMPORTS).json["metadata"]["resourceVersion"])
        self.fake("DELETE", "objects/namespaces/ns-0")
        self.assertEqual(watch.events(2), [("DELETED", "svc-0"), ("DELETED", "svc-1")])

    def test_a_restore_sets_everything_back_and_cuts_every_connection(self):
        number = self.put_import("a")
        self.fake("POST", "save")
        self.put_import("b")
        watch = self.watch("resourceVersion=0")
        self.fake("GET", "wait?watches=1")
        self.assertEqual(self.fake("POST", "restore")["resourceVersion"], number)
        with self.assertRaises(http.client.IncompleteRead):
            watch.response.read()
        self.assertEqual(self.names(), ["a"])

    def test_two_watches_of_a_thousand_changes_a_second(self):
        self.fake("POST", "bulk", {"imports": 1000})
        number = self.fake("GET", "counters")["resourceVersion"]
        watches = [self.watch(f"resourceVersion={number}") for _ in range(2)]
        self.fake("GET", "wait?watches=2")
        self.fake("POST", "churn", {"rate": 1000, "seconds": 2})
        last = number + 2000
        for watch in watches:
            for expected in range(number + 1, last + 1):
                self.assertEqual(watch.event()[1]["metadata"]["resourceVersion"], str(expected))
        counters = self.fake("GET", f"wait?churned=2000&delivered={last}")
        self.assertEqual((counters["watches"], counters["delivered"]), (2, last))

    def test_a_watch_that_its_client_leaves_is_no_longer_open(self):
        connection = self.connect()
        connection.request("GET", f"{IMPORTS}?watch=1")
        self.fake("GET", "wait?watches=1")
        connection.close()
        self.assertEqual(self.fake("GET", "wait?watches=0")["watches"], 0)



if __name__ == "__main__":
    unittest.main()
