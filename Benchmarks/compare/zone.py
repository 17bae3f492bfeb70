"""The services in the formats that the servers read."""

import json

from services import PORT, ZONE

TTL = 5
_SOA = f"ns.dns.{ZONE}. hostmaster.{ZONE}. 1 7200 1800 86400 {TTL}"


def records(services):
    """Lines of owner, type and data, the apex first."""
    yield f"{ZONE}. {TTL} IN SOA {_SOA}"
    yield f"{ZONE}. {TTL} IN NS ns.dns.{ZONE}."
    yield f"ns.dns.{ZONE}. {TTL} IN A 127.0.0.1"
    for service in services:
        yield f"{service.domain}. {TTL} IN A {service.address}"
        if service.address6:
            yield f"{service.domain}. {TTL} IN AAAA {service.address6}"
        yield f"{service.port_domain}. {TTL} IN SRV {service.port_target}"


def zone_file(services):
    return "\n".join(records(services)) + "\n"


def hosts_file(services):
    return "".join(f"{address} {service.domain}\n" for service in services for address in service.addresses)


def unbound_data(services):
    return "".join(f"local-data: '{record}'\n" for record in records(services))


def dnsmasq_srv(services):
    return "".join(
        f"srv-host={service.port_domain},{service.domain},{PORT},0,{100 // len(service.addresses)}\n" for service in services)


def objects(services, has_ports=True):
    """What an API server holds of them: namespaces, ServiceImports, and one EndpointSlice each."""
    for namespace in sorted({service.namespace for service in services}):
        yield {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": namespace}}
    ports = [{"name": "http", "port": PORT, "protocol": "TCP"}] if has_ports else []
    for service in services:
        yield {
            "apiVersion": "multicluster.x-k8s.io/v1beta1",
            "kind": "ServiceImport",
            "metadata": {"name": service.name, "namespace": service.namespace},
            "spec": {"type": "ClusterSetIP", "ips": service.addresses, "ports": ports},
        }
        yield {
            "apiVersion": "discovery.k8s.io/v1",
            "kind": "EndpointSlice",
            "metadata": {
                "name": f"{service.name}-1",
                "namespace": service.namespace,
                "labels": {
                    "multicluster.kubernetes.io/service-name": service.name,
                    "multicluster.kubernetes.io/source-cluster": "east",
                    "endpointslice.kubernetes.io/managed-by": "endpointslice-controller.k8s.io",
                },
            },
            "addressType": "IPv4",
            "endpoints": [{"addresses": [service.address.replace("10.", "172.", 1)], "conditions": {"ready": True}}],
            "ports": ports,
        }


def batches(services, has_ports=True, size=2000):
    """The objects as lists of JSON that an API server takes in one request each."""
    batch = []
    for each in objects(services, has_ports):
        batch.append(each)
        if len(batch) == size:
            yield json.dumps({"items": batch})
            batch = []
    if batch:
        yield json.dumps({"items": batch})
