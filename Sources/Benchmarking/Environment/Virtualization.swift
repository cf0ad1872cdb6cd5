import CProcessor
import Foundation

/// Whether the system is a container or a virtual machine, and of which kind: what `systemd-detect-virt` looks at, as far as it
/// can be read without privileges.
package enum Virtualization {
    /// `docker container`, `virtual machine (KVM)`, `podman container in a virtual machine (Xen)`; nil on bare metal, as far as
    /// it shows.
    ///
    /// - Parameters:
    ///   - root: the folder that `/proc`, `/sys` and the others are looked for in.
    ///   - hypervisor: what the processor says of who runs it; nil for nobody.
    package static func detected(root: String = "", hypervisor: String? = hypervisorSignature) -> String? {
        let container = container(root)
        let machine = machine(root, hypervisor)
        guard let container else { return machine }
        return machine.map { "\(container) in a \($0)" } ?? container
    }

    private static func container(_ root: String) -> String? {
        func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: root + path) }
        func text(_ path: String) -> String { RunEnvironment.contents(root + path) }
        if let name = RunEnvironment.trimmed(text("/run/systemd/container")) { return "\(name) container" }
        // The environment of the first process, where it may be read.
        let first = text("/proc/1/environ").split(separator: "\0").first { $0.hasPrefix("container=") }
        if let first { return "\(first.dropFirst(10)) container" }
        if exists("/run/.containerenv") { return "podman container" }
        if exists("/.dockerenv") { return "docker container" }
        let groups = text("/proc/1/cgroup") + text("/proc/self/cgroup")
        let kinds = [
            ("kubepods", "Kubernetes"), ("docker", "docker"), ("libpod", "podman"), ("lxc", "lxc"),
            ("containerd", "containerd"), ("machine.slice/machine-", "systemd-nspawn"),
        ]
        if let kind = kinds.first(where: { groups.contains($0.0) }) { return "\(kind.1) container" }
        return text("/proc/version").lowercased().contains("microsoft") ? "WSL container" : nil
    }

    private static func machine(_ root: String, _ hypervisor: String?) -> String? {
        func text(_ path: String) -> String { RunEnvironment.contents(root + path) }
        let table = ["sys_vendor", "product_name", "board_vendor", "bios_vendor"]
            .map { text("/sys/class/dmi/id/\($0)") }.joined(separator: " ")
        let products = [
            ("Amazon EC2", "Amazon EC2"), ("Google Compute Engine", "Google Compute Engine"), ("KVM", "KVM"),
            ("QEMU", "QEMU"), ("VMware", "VMware"), ("innotek", "VirtualBox"), ("VirtualBox", "VirtualBox"),
            ("Parallels", "Parallels"), ("Xen", "Xen"), ("Apple Virtualization", "Apple"), ("bhyve", "bhyve"),
            ("Microsoft Corporation Virtual Machine", "Hyper-V"), ("Hetzner", "KVM"), ("OpenStack", "KVM"),
        ]
        if let product = products.first(where: { table.contains($0.0) }),
            // Amazon's machines without a hypervisor carry the same name.
            hypervisor != nil || product.0 != "Amazon EC2"
        {
            return "virtual machine (\(product.1))"
        }
        if let kind = RunEnvironment.trimmed(text("/sys/hypervisor/type")) { return "virtual machine (\(kind))" }
        if let hypervisor {
            let signatures = [
                "KVMKVMKVM": "KVM", "VMwareVMware": "VMware", "Microsoft Hv": "Hyper-V", "XenVMMXenVMM": "Xen",
                "TCGTCGTCGTCG": "QEMU", "VBoxVBoxVBox": "VirtualBox", "bhyve bhyve ": "bhyve", "ACRNACRNACRN": "ACRN",
                " lrpepyh  vr": "Parallels", "prl hyperv  ": "Parallels",
            ]
            return "virtual machine" + (signatures[hypervisor].map { " (\($0))" } ?? "")
        }
        let isVirtual =
            text("/proc/cpuinfo").contains(" hypervisor")
            || text("/sys/firmware/devicetree/base/hypervisor/compatible").isEmpty == false
        return isVirtual ? "virtual machine" : nil
    }

    /// Twelve characters with which a hypervisor signs itself in the processor's answers; nil where there is none (x86-64).
    package static var hypervisorSignature: String? {
        var signature = [CChar](repeating: 0, count: 13)
        guard cprocessor_hypervisor(&signature) != 0 else { return nil }
        return String(decoding: signature.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
