/// A number of bytes on the command line: `65536`, `64KiB` or `64K`, `1MiB`, `2GiB`; `KB`, `MB` and `GB` are powers of ten.
package struct ByteCount: Sendable, Hashable {
    package let value: Int

    package init(_ value: Int) { self.value = value }

    package init?(argument text: String) {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        let factors = [
            "": 1, "B": 1, "KB": 1000, "MB": 1_000_000, "GB": 1_000_000_000, "K": 1 << 10, "KIB": 1 << 10,
            "M": 1 << 20, "MIB": 1 << 20, "G": 1 << 30, "GIB": 1 << 30,
        ]
        guard let number = Int(digits), let factor = factors[text.dropFirst(digits.count).uppercased()] else {
            return nil
        }
        let (value, overflow) = number.multipliedReportingOverflow(by: factor)
        guard !overflow else { return nil }
        self.value = value
    }

    package var defaultValueDescription: String { description }
}

extension ByteCount: CustomStringConvertible {
    package var description: String {
        for (unit, factor) in [("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10)]
        where value >= factor && value % factor == 0 {
            return "\(value / factor)\(unit)"
        }
        return "\(value)"
    }
}
