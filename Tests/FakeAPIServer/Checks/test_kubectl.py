"""A real kubectl finds nothing amiss: skipped where there is none."""

import json
import shutil
import subprocess
import unittest

from support import ServerCase


def is_real() -> bool:
    """Whether kubectl is on the PATH and says its version."""
    if not shutil.which("kubectl"):
        return False
    return subprocess.run(["kubectl", "version", "--client"], capture_output=True).returncode == 0


MANIFEST = {
    "apiVersion": "v1", "kind": "List", "items": [
        {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "shop"}},
        {"apiVersion": "multicluster.x-k8s.io/v1alpha1", "kind": "ServiceImport",
         "metadata": {"name": "cart", "namespace": "shop"},
         "spec": {"type": "ClusterSetIP", "ips": ["10.0.0.1"], "ports": [{"port": 80}]}},
        {"apiVersion": "discovery.k8s.io/v1", "kind": "EndpointSlice",
         "metadata": {"name": "cart-1", "namespace": "shop",
                      "labels": {"multicluster.kubernetes.io/service-name": "cart"}},
         "addressType": "IPv4", "endpoints": [{"addresses": ["10.1.0.1"]}], "ports": [{"port": 8080}]},
    ],
}


@unittest.skipUnless(is_real(), "no kubectl on the PATH")
class Kubectl(ServerCase):
    arguments = []

    def kubectl(self, *arguments: str, context: str = "certificate", body: object = None, succeeds: bool = True) -> str:
        command = [
            "kubectl", "--kubeconfig", str(self.directory / "kubeconfig"), "--context", context,
            "--cache-dir", str(self.directory / "cache"), *arguments]
        result = subprocess.run(
            command, input=json.dumps(body), capture_output=True, text=True, timeout=60)
        self.assertEqual(result.returncode == 0, succeeds, result.stderr)
        return result.stdout if succeeds else result.stderr

    def test_objects_are_applied_shown_and_deleted(self):
        self.kubectl("apply", "--validate=false", "-f", "-", body=MANIFEST)
        self.assertIn("cart", self.kubectl("get", "serviceimports", "-A", context="token"))
        self.assertIn("cart-1", self.kubectl("get", "endpointslices", "-n", "shop"))
        MANIFEST["items"][1]["spec"]["ips"] = ["10.0.0.2"]
        self.assertIn("configured", self.kubectl("apply", "--validate=false", "-f", "-", body=MANIFEST))
        self.kubectl("apply", "--server-side", "--force-conflicts", "--validate=false", "-f", "-", body=MANIFEST)
        self.assertIn("10.0.0.2", self.kubectl("get", "svcim", "cart", "-n", "shop", "-o", "jsonpath={.spec.ips}"))
        label = "multicluster.kubernetes.io/service-name=cart"
        self.assertIn("cart-1", self.kubectl("get", "endpointslices", "-A", "-l", label))
        self.kubectl("patch", "svcim", "cart", "-n", "shop", "--type=merge", "-p", '{"spec":{"ips":["10.0.0.3"]}}')
        self.kubectl("delete", "serviceimport", "cart", "-n", "shop", "--timeout=20s")
        self.assertIn("NotFound", self.kubectl("get", "svcim", "cart", "-n", "shop", succeeds=False))

    def test_a_watch_shows_what_changes(self):
        command = [
            "kubectl", "--kubeconfig", str(self.directory / "kubeconfig"), "--cache-dir",
            str(self.directory / "cache"), "get", "serviceimports", "-A", "-w", "-o", "name"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as watch:
            self.fake("GET", "wait?watches=1&timeout=30")
            self.put_import("seen")
            self.assertIn("/seen", watch.stdout.readline())
            watch.kill()

    def test_many_objects_are_listed_in_pages(self):
        self.fake("POST", "bulk", {"imports": 1200, "slices": 0})
        self.assertEqual(self.kubectl("get", "svcim", "-A", "-o", "name").count("/svc-"), 1200)
        pages = [entry for entry in self.fake("GET", "log")["requests"] if "limit=500" in entry["query"]]
        self.assertEqual(len(pages), 3)

    def test_refusals_are_understood(self):
        self.assertIn("must be logged in", self.kubectl("get", "ns", context="foreign", succeeds=False))
        self.fake("POST", "settings", {"denied": [{"resource": "namespaces"}]})
        self.assertIn("Forbidden", self.kubectl("get", "ns", succeeds=False))
        self.fake("POST", "settings", {"served": {"serviceimports": []}})
        self.assertIn("NotFound", self.kubectl("get", "serviceimports", succeeds=False))


if __name__ == "__main__":
    unittest.main()
