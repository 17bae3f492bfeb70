import Glibc

/// A descriptor of the process: closed when its owner goes.
package struct FileDescriptor: ~Copyable, Sendable {
    /// The number to hand to a system call, for as long as this value lives.
    package let number: CInt

    /// Takes over `number`, which nobody else may close.
    package init(owning number: CInt) { self.number = number }

    deinit { Glibc.close(number) }
}
