/// How likely the byte values are that may come, as a binary tree: node 1 is the root, 256 to 511 are the bytes.
struct ByteTree {
    /// What is less likely is not divided by what the model says, but evenly.
    private static var leastDivided: Double { 0x1p-16 }

    /// The byte values that may come, in ascending order.
    let values: [UInt8]
    /// How many of them lie below each node.
    private var counts = [Int](repeating: 0, count: 512)
    private var masses = [Double](repeating: 0, count: 512)

    /// - Parameter values: at least one, none twice.
    init(values: [UInt8]) {
        self.values = values.sorted()
        for value in values { counts[256 + Int(value)] = 1 }
        for node in stride(from: 255, through: 1, by: -1) { counts[node] = counts[2 * node] + counts[2 * node + 1] }
        masses[1] = 1
    }

    /// The probability of a value, given by its number among ``values``.
    func probability(_ number: Int) -> Double { masses[256 + Int(values[number])] }

    /// Whether the model is to be asked of any node below.
    func isWorthAsking(_ node: Int) -> Bool { masses[node] >= Self.leastDivided && counts[node] > 1 }

    /// Whether the model is to be asked: both ways may be taken, and not all too rarely.
    func isOpen(_ node: Int) -> Bool {
        masses[node] >= Self.leastDivided && counts[2 * node] > 0 && counts[2 * node + 1] > 0
    }

    /// Divides a node's probability by that of a 1.
    mutating func split(_ node: Int, one: Double) {
        masses[2 * node + 1] = masses[node] * one
        masses[2 * node] = masses[node] * (1 - one)
    }

    /// Divides a node's probability evenly among the values below it.
    mutating func spread(_ node: Int) {
        split(node, one: counts[node] > 0 ? Double(counts[2 * node + 1]) / Double(counts[node]) : 0)
    }
}
