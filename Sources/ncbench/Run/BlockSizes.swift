import ArgumentParser
import Console

/// Block sizes on the command line: `64KiB`, or `2KiB,16KiB,whole`.
struct BlockSizes: ExpressibleByArgument {
    /// Bytes of a block; nil for whole items.
    let byteCounts: [Int?]

    init?(argument: String) {
        var byteCounts: [Int?] = []
        for part in argument.split(separator: ",", omittingEmptySubsequences: false) {
            let size: Int?
            if part == "whole" {
                size = nil
            } else {
                guard let count = ByteCount(argument: String(part)), count.value > 0 else { return nil }
                size = count.value
            }
            if !byteCounts.contains(size) { byteCounts.append(size) }
        }
        self.byteCounts = byteCounts
    }
}
