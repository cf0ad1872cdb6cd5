/// Why bytes are no model file that this build can use.
package enum ModelFileError: Error, Sendable, Equatable {
    /// The bytes do not begin with the magic number.
    case notAModel
    /// The bytes end in the middle.
    case truncated(missing: String)
    /// The bytes contradict the format or a checksum; `offset` is from the file's first byte.
    case damaged(offset: Int, reason: String)
    /// A later version of the file's layout, or of the model.
    case unsupportedVersion(what: String, found: Int, supported: Int)
}

extension ModelFileError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .notAModel: "no model file (the first bytes are not its magic number)"
        case .truncated(let missing): "the model file is truncated: \(missing) is missing"
        case .damaged(let offset, let reason): "the model file is damaged at byte \(offset): \(reason)"
        case .unsupportedVersion(let what, let found, let supported):
            "the model file has \(what) \(found), this build reads up to \(supported); use a newer ncbench"
        }
    }
}
