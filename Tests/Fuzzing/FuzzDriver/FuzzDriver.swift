import Foundation
import FuzzTargets

private let target: FuzzTarget = {
    if let target = FuzzTarget(rawValue: ProcessInfo.processInfo.environment["FUZZ_TARGET"] ?? "") { return target }
    let names = FuzzTarget.allCases.map(\.rawValue).joined(separator: ", ")
    FileHandle.standardError.write(Data("FUZZ_TARGET must be one of: \(names)\n".utf8))
    exit(64)
}()

/// What libFuzzer calls with each input (https://llvm.org/docs/LibFuzzer.html). Its run-time library has the `main`
/// function, so this target has none and links only with `-sanitize=fuzzer`: `Tests/Fuzzing/run.sh` builds it.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ bytes: UnsafePointer<UInt8>?, _ byteCount: Int) -> CInt {
    target.run(Array(UnsafeBufferPointer(start: bytes, count: byteCount)))
    return 0
}
