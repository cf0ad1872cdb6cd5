/// Sentences by a small grammar: compressible like text, and the same on every machine.
package func sampleText(byteCount: Int) -> [UInt8] {
    let subjects = ["a model", "the coder", "every stream", "one byte", "the network"]
    let verbs = ["predicts", "rewrites", "shortens", "remembers", "counts"]
    let objects = ["the next symbol", "a window of bytes", "its own table", "what came before", "the rest"]
    var generator = SplitMix64(seed: 7)
    var bytes: [UInt8] = []
    while bytes.count < byteCount {
        for part in [subjects, verbs, objects] {
            bytes += part[Int(generator.next() % UInt64(part.count))].utf8
            bytes.append(part == objects ? 0x2E : 0x20)
        }
        bytes.append(generator.next() % 6 == 0 ? 0x0A : 0x20)
    }
    return Array(bytes.prefix(byteCount))
}
