/// A ServiceImport as a document of its own.
func serviceImport(_ name: String, _ type: String = "ClusterSetIP") -> String {
    """
    ---
    apiVersion: multicluster.x-k8s.io/v1beta1
    kind: ServiceImport
    metadata: {name: \(name), namespace: default}
    spec: {type: \(type), ports: [{port: 80}]}

    """
}

/// An EndpointSlice as a document of its own.
func endpointSlice(_ name: String, of service: String, port: Int = 80) -> String {
    """
    ---
    apiVersion: discovery.k8s.io/v1
    kind: EndpointSlice
    metadata: {name: \(name), labels: {multicluster.kubernetes.io/service-name: \(service)}}
    ports: [{port: \(port)}]

    """
}
