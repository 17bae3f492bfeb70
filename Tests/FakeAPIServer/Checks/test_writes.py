"""What clients change."""

import unittest

from support import IMPORTS, ServerCase

PLACE = "/apis/multicluster.x-k8s.io/v1beta1/namespaces/default/serviceimports"


class Writes(ServerCase):
    def test_an_object_from_its_creation_to_its_end(self):
        spec = {"type": "Headless", "ips": ["10.0.0.1"]}
        content = {"kind": "ServiceImport", "metadata": {"name": "a"}, "spec": spec}
        created = self.ask(PLACE, "POST", content)
        made = created.json
        self.assertEqual((created.code, made["metadata"]["namespace"]), (201, "default"))
        self.assertEqual(self.ask(PLACE, "POST", content).json["reason"], "AlreadyExists")

        made["spec"]["type"] = "ClusterSetIP"
        updated = self.ask(f"{PLACE}/a", "PUT", made).json
        self.assertEqual(updated["metadata"]["uid"], made["metadata"]["uid"])
        self.assertGreater(int(updated["metadata"]["resourceVersion"]), int(made["metadata"]["resourceVersion"]))
        self.assertEqual(self.ask(f"{PLACE}/a", "PUT", made).code, 409)

        patch = {"Content-Type": "application/merge-patch+json"}
        patched = self.ask(f"{PLACE}/a", "PATCH", {"spec": {"ips": None, "ports": []}}, patch).json
        self.assertEqual(patched["spec"], {"type": "ClusterSetIP", "ports": []})

        self.assertEqual(self.ask(f"{PLACE}/a", "DELETE").json["status"], "Success")
        self.assertEqual([self.ask(f"{PLACE}/a").code, self.ask(f"{PLACE}/a", "DELETE").code], [404, 404])
        self.assertEqual(self.names(), [])

    def test_apply_creates_and_replaces(self):
        apply = {"Content-Type": "application/apply-patch+yaml"}
        codes = [self.ask(f"{PLACE}/a", "PATCH", {"spec": {}}, apply).code for _ in range(2)]
        self.assertEqual(codes, [201, 200])

    def test_what_cannot_be_written(self):
        elsewhere = PLACE.replace("default", "nowhere")
        content = {"metadata": {"name": "a"}}
        self.assertEqual(self.ask(elsewhere, "POST", content).code, 404)
        self.assertEqual(self.ask(PLACE, "POST", {}).code, 422)
        self.assertEqual(self.ask(PLACE, "POST", []).code, 400)
        self.assertEqual(self.ask(IMPORTS, "DELETE").code, 405)
        self.put_import("a")
        self.assertEqual(self.ask(f"{PLACE}/a", "PATCH", {}, {"Content-Type": "text/plain"}).code, 415)


if __name__ == "__main__":
    unittest.main()
