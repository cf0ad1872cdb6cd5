/// The files that are compiled into the program (`Page/Template`), so that it finds them wherever it is run.
enum Resource {
    static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}
