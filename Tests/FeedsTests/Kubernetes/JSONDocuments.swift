import ClusterSet
import Feeds

/// A ServiceImport as an API server shows it; `spec` and `status` are JSON.
func importJSON(
    _ name: String = "web", spec: String = #"{"type":"Headless"}"#, status: String = "{}", extra: String = ""
) -> String {
    """
    {"apiVersion":"multicluster.x-k8s.io/v1beta1","kind":"ServiceImport",\(extra)\
    "metadata":{"creationTimestamp":"2026-01-05T09:30:00Z","generation":2,"managedFields":[{"apiVersion":\
    "multicluster.x-k8s.io/v1beta1","fieldsType":"FieldsV1","fieldsV1":{"f:spec":{".":{},"f:ips":{},"f:ports":{}}},\
    "manager":"fleet","operation":"Update","time":"2026-01-05T09:30:00Z"}],"name":"\(name)","namespace":"shop",\
    "resourceVersion":"48213","uid":"uid-of-\(name)"},"spec":\(spec),"status":\(status)}
    """
}

/// An EndpointSlice of the import `db` as an API server shows it; `fields` are those beside its metadata.
func sliceJSON(
    labels: String = #""multicluster.kubernetes.io/service-name":"db""#, annotations: String = "",
    fields: String = #""addressType":"IPv4""#
) -> String {
    """
    {"kind":"EndpointSlice","apiVersion":"discovery.k8s.io/v1","metadata":{"name":"db-x7","namespace":"shop",\
    "uid":"uid-of-db","resourceVersion":"48300","labels":{\(labels)},"annotations":{\(annotations)}},\(fields)}
    """
}

/// A line of a watch.
func watchLine(_ type: String, _ object: String) -> String { #"{"type":"\#(type)","object":\#(object)}"# }

extension ObjectReader {
    mutating func event(_ line: String, of kind: ObjectKind = .serviceImports) throws(JSONError)
        -> WatchEvent
    {
        let octets = Array(line.utf8)
        return try event(octets.span, of: kind)
    }

    /// The object that a line of a watch adds.
    mutating func added(_ object: String, of kind: ObjectKind = .serviceImports) throws -> WatchedObject? {
        guard case .added(let object) = try event(watchLine("ADDED", object), of: kind) else { return nil }
        return object
    }

    mutating func page(_ body: String, of kind: ObjectKind = .serviceImports) throws(JSONError) -> ListPage {
        let octets = Array(body.utf8)
        return try page(octets.span, of: kind)
    }
}
