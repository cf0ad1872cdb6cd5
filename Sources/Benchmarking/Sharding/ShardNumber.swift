/// Which part of a plan this is: `3/16`.
package struct ShardNumber: Sendable, Hashable, Codable {
    /// Counted from 1.
    package let number: Int
    package let count: Int

    /// The most shards a plan is divided into.
    package static let largestCount = 100_000

    /// Nil unless `number` is 1 to `count`.
    package init?(_ number: Int, of count: Int) {
        guard count >= 1, count <= Self.largestCount, number >= 1, number <= count else { return nil }
        self.number = number
        self.count = count
    }
}

extension ShardNumber: CustomStringConvertible {
    package var description: String { "\(number)/\(count)" }
}

/// How a shard is named on the command line: `3/16`, `auto`, or `auto/16`.
package enum ShardRequest: Sendable, Hashable {
    case number(ShardNumber)
    /// The number, and the count where none is given, come from the scheduler's environment.
    case automatic(count: Int?)

    /// Why a shard cannot be told.
    package struct Problem: Error, Sendable, Hashable, CustomStringConvertible {
        /// A sentence that names the way out.
        package let description: String
    }

    /// Reads the three forms.
    package init(parsing text: String) throws(Problem) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        let count = parts.count == 2 ? Int(parts[1]) : nil
        if parts[0] == "auto", parts.count == 1 {
            self = .automatic(count: nil)
        } else if parts[0] == "auto", let count, (1...ShardNumber.largestCount).contains(count) {
            self = .automatic(count: count)
        } else if let number = Int(parts[0]), let count, let shard = ShardNumber(number, of: count) {
            self = .number(shard)
        } else {
            throw Problem(
                description: "'\(text)' names no shard; write 3/16 for the third of sixteen, auto, or auto/16 where the"
                    + " scheduler gives the number alone")
        }
    }

    /// The shard, with the number that the scheduler gave this process.
    package func resolved(_ environment: [String: String]) throws(Problem) -> ShardNumber {
        switch self {
        case .number(let shard): return shard
        case .automatic(let count):
            guard let task = try SchedulerTask(environment) else {
                throw Problem(
                    description: "no scheduler has given this process a number: none of"
                        + " \(SchedulerTask.variables.joined(separator: ", ")) is set; write --shard 3/16")
            }
            guard let total = count ?? task.count else {
                throw Problem(
                    description: "\(task.variable) gives the number of the task and not how many there are; write"
                        + " --shard auto/16")
            }
            guard let shard = ShardNumber(task.number, of: total) else {
                throw Problem(
                    description:
                        "\(task.variable) says that this is task \(task.number) of \(total), which there is not")
            }
            return shard
        }
    }
}
