import Benchmarking
import CodecInterface
import Foundation

// A worker like ncbench's, whose only codec is faulty.
let isServed = WorkerService.serve { (spec, threads) throws(CodecError) in
    try FaultyCodec(parameters: spec.parameters ?? "sound", threads: threads)
}
exit(isServed ? 0 : 64)
