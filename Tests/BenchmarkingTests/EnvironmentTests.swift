import Benchmarking
import Foundation
import Testing

/// What is told of the machine, from files as Linux shows them.
@Suite struct EnvironmentTests {
    private func detected(_ files: [String: String], hypervisor: String? = nil) throws -> String? {
        let root = try root(files)
        return Virtualization.detected(root: root.path, hypervisor: hypervisor)
    }

    private func root(_ files: [String: String]) throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        for (path, text) in files {
            let url = URL(fileURLWithPath: folder.path + path)
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: url)
        }
        return folder
    }

    @Test func bareMetal() throws {
        let files = [
            "/sys/class/dmi/id/sys_vendor": "Dell Inc.\n", "/proc/cpuinfo": "flags : sse2\n",
            "/proc/1/cgroup": "0::/init.scope\n",
        ]
        #expect(try detected(files) == nil)
        #expect(try detected(["/sys/class/dmi/id/sys_vendor": "Amazon EC2\n"]) == nil, "a machine without hypervisor")
    }

    @Test func containers() throws {
        #expect(try detected(["/.dockerenv": ""]) == "docker container")
        #expect(try detected(["/run/.containerenv": "engine=podman"]) == "podman container")
        #expect(try detected(["/run/systemd/container": "lxc\n"]) == "lxc container")
        #expect(
            try detected(["/proc/1/environ": "PATH=/bin\0container=systemd-nspawn\0"]) == "systemd-nspawn container")
        #expect(try detected(["/proc/1/cgroup": "0::/kubepods.slice/pod1\n"]) == "Kubernetes container")
        #expect(try detected(["/proc/version": "Linux version 5.15-microsoft-standard-WSL2"]) == "WSL container")
    }

    @Test func virtualMachines() throws {
        #expect(
            try detected(["/sys/class/dmi/id/sys_vendor": "QEMU\n"], hypervisor: "KVMKVMKVM")
                == "virtual machine (QEMU)")
        #expect(try detected([:], hypervisor: "KVMKVMKVM") == "virtual machine (KVM)")
        #expect(try detected([:], hypervisor: "unheard of") == "virtual machine")
        #expect(try detected(["/sys/hypervisor/type": "xen\n"]) == "virtual machine (xen)")
        #expect(
            try detected(["/.dockerenv": "", "/sys/class/dmi/id/product_name": "VirtualBox"])
                == "docker container in a virtual machine (VirtualBox)")
    }

    @Test func limitsOfControlGroups() throws {
        #expect(
            ControlGroup(root: try root([:]).path) == ControlGroup(root: try root(["/proc/self/cgroup": "0::/\n"]).path)
        )
        let unified = try root([
            "/proc/self/cgroup": "0::/job/step\n", "/sys/fs/cgroup/job/cpu.max": "150000 100000\n",
            "/sys/fs/cgroup/job/step/cpu.max": "max 100000\n", "/sys/fs/cgroup/job/memory.max": "1073741824\n",
            "/sys/fs/cgroup/job/step/memory.max": "max\n",
        ])
        let group = ControlGroup(root: unified.path)
        #expect(group.processors == 1.5 && group.memoryByteCount == 1 << 30)
        let old = try root([
            "/proc/self/cgroup": "4:memory:/docker/x\n2:cpu,cpuacct:/docker/x\n",
            "/sys/fs/cgroup/cpu/cpu.cfs_quota_us": "200000\n", "/sys/fs/cgroup/cpu/cpu.cfs_period_us": "100000\n",
            "/sys/fs/cgroup/memory/memory.limit_in_bytes": "9223372036854771712\n",
        ])
        #expect(ControlGroup(root: old.path).processors == 2 && ControlGroup(root: old.path).memoryByteCount == nil)
    }

    @Test func nothingSaysWhoOrWhere() throws {
        let environment = Fixtures.environment(Fixtures.options(Fixtures.plan()))
        let text = String(decoding: try JSONEncoder().encode(environment), as: UTF8.self)
        #expect(
            environment.logicalCores > 0 && !environment.kernel.isEmpty && environment.buildConfiguration == "release")
        let host = ProcessInfo.processInfo.hostName
        #expect(host.count < 4 || host == "localhost" || !text.contains(host))
        #expect(!text.contains(FileManager.default.currentDirectoryPath))
    }
}
