import CodecInterface
import Corpora
import Foundation

/// Takes the learning curve of one spec on one item, in a process of its own.
struct CurveTaking {
    let entry: RunPlan.Entry
    let item: Item
    let plan: RunPlan

    /// The points, by rising position; empty where the codec has none to give, be it that it ran out of time; nil where the item's file
    /// changed.
    func run(
        _ run: String, itemPath: String, in runner: DirectionRunner, _ cancellation: Cancellation
    ) -> [CurveRecord]? {
        let request = WorkerRequest(
            direction: .compress, spec: entry.workerSpec.description, threads: plan.threads, inputPath: itemPath,
            rawByteCount: item.byteCount, itemSHA256: item.sha256, repetitions: .single, memoryLimit: plan.memoryLimit,
            pinnedCPU: plan.pinnedCPU, curveModality: item.modality)
        guard case .answered(let response) = runner.run(request, timeout: plan.timeout, cancellation) else { return [] }
        if response.outcome == .changed { return nil }
        guard response.outcome == .done, let points = response.curve else { return [] }
        var records: [CurveRecord] = []
        var spent = 0.0
        for point in points {
            // Beginnings compressed by themselves need not cost more the longer they are.
            let bits = max(0, point.bits - spent)
            spent += bits
            records.append(
                CurveRecord(
                    run: run, item: item.id, codec: entry.information.name, parameters: entry.parameters,
                    position: point.position, bits: bits))
        }
        return records
    }
}
