import Answering
import Logging
import RecordStore

/// What all workers share.
struct WorkerSetup: Sendable {
    let epochs: Epochs
    let hash: OwnerHash
    let limits: StreamLimits
    let quota: ConnectionQuota
    let logger: Logger
    /// When a worker last wrote that it is short of something.
    let shortage = Rarely()
}
