import OutsideText
import Yams

/// A `regression.yaml`: limits kept with the project they are for.
///
///     alpha: 0.05
///     limits: {size: 0%, ctime: 5%, dtime: 5%, memory: 10%}
///     rules:
///       - codec: lstm
///         limits: {ctime: 3%}
///       - codec: xz,9e
///         item: piano
///         limits: {size: 1%, memory: off}
package struct LimitFile: Sendable, Hashable {
    package var rules: [LimitRule] = []
    /// The accepted chance of a false alarm, where the file says.
    package var alpha: Double?

    /// - Parameter path: for messages.
    package init(parsing text: String, path: String) throws(LimitError) {
        let root: Node?
        do {
            root = try Yams.compose(yaml: ByteOrderMark.stripped(text))
        } catch {
            throw LimitError("'\(path)' is not YAML: \(error)")
        }
        guard let root else { return }
        for (key, value) in try Self.mapping(root, path, "the file") {
            switch key.text {
            case "alpha":
                guard let number = value.float, number > 0, number < 1 else {
                    throw Self.error(value, path, "alpha must lie between 0 and 1, as in 0.05")
                }
                alpha = number
            case "limits": rules += try Self.limits(value, LimitRule.Scope(), path)
            case "rules":
                guard let list = value.sequence else {
                    throw Self.error(value, path, "rules must be a list")
                }
                for rule in list { rules += try Self.rule(rule, path) }
            default: throw Self.error(key.node, path, "unknown key '\(key.text)'; there are alpha, limits, rules")
            }
        }
    }

    private static func rule(_ node: Node, _ path: String) throws(LimitError) -> [LimitRule] {
        var scope = LimitRule.Scope()
        var limits: Node?
        for (key, value) in try mapping(node, path, "a rule") {
            switch key.text {
            case "codec": scope.spec = value.string
            case "item": scope.item = value.string
            case "limits": limits = value
            default: throw error(key.node, path, "unknown key '\(key.text)'; a rule has codec, item, limits")
            }
        }
        guard scope.spec != nil || scope.item != nil else {
            throw error(node, path, "a rule needs a codec or an item; limits for everything stand under limits")
        }
        guard let limits else { throw error(node, path, "a rule needs limits") }
        return try self.limits(limits, scope, path)
    }

    private static func limits(
        _ node: Node, _ scope: LimitRule.Scope, _ path: String
    ) throws(LimitError) -> [LimitRule] {
        var rules: [LimitRule] = []
        for (key, value) in try mapping(node, path, "limits") {
            guard let metrics = Metric.named(key.text) else {
                throw error(
                    key.node, path,
                    "unknown figure '\(key.text)'; there are \(Metric.limitNames.joined(separator: ", "))")
            }
            // YAML reads an unquoted off as false, whose text is still off.
            let text = value.scalar?.string ?? ""
            let largest = try LimitText.change(text, in: place(value, path))
            rules += metrics.map { LimitRule(scope: scope, metric: $0, largestChange: largest) }
        }
        return rules
    }

    private typealias Key = (text: String, node: Node)

    private static func mapping(
        _ node: Node, _ path: String, _ what: String
    ) throws(LimitError) -> [(Key, Node)] {
        guard let mapping = node.mapping else { throw error(node, path, "\(what) must be keys with values") }
        return mapping.map { (($0.key.string ?? "", $0.key), $0.value) }
    }

    private static func error(_ node: Node, _ path: String, _ reason: String) -> LimitError {
        LimitError("\(place(node, path)): \(reason)")
    }

    private static func place(_ node: Node, _ path: String) -> String {
        "'\(path)'" + (node.mark.map { ", line \($0.line)" } ?? "")
    }
}
