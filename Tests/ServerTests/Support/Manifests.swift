/// A ServiceImport `web` in namespace `shop`, with a port `http` and the address given.
func web(_ address: String) -> String {
    """
    apiVersion: multicluster.x-k8s.io/v1beta1
    kind: ServiceImport
    metadata: {name: web, namespace: shop}
    spec: {type: ClusterSetIP, ips: ["\(address)"], ports: [{name: http, port: 80, protocol: TCP}]}

    """
}

/// A server block for the zone of the manifests, with more directives.
func clusterset(_ directives: String = "") -> String {
    """
    clusterset.local {
     bind HOST
     \(directives)
     multicluster {
      manifests MANIFESTS
     }
    }

    """
}
