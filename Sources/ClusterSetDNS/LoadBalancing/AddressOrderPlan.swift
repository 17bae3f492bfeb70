import Answering
import Logging

/// How a server block orders the addresses of its answers, rotation apart. Nothing runs yet.
struct AddressOrderPlan {
    /// A file of weights, and what was found in it.
    var weights: (file: WeightFile, found: Result<WeightTable, WeightFileError>)?
    /// Whose addresses come first, in this order.
    var preferred: [Subnet] = []

    /// What orders the addresses from now on, and follows the file; nil when their order stays as it is.
    func start(_ logger: Logger) -> (any AddressOrder)? {
        guard let (file, found) = weights else {
            return preferred.isEmpty ? nil : BalancedOrder(weights: nil, preferred: preferred)
        }
        if case .failure(let error) = found {
            logger.warning(
                "Failed to open weight file:\(error). Will try again in \(file.interval)",
                metadata: error.metadata(file))
        }
        let weights = CurrentWeights(file, found: found, logger: logger)
        return BalancedOrder(weights: weights, preferred: preferred)
    }
}
