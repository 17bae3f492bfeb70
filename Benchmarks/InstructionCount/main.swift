import Loops

// `InstructionCount` lists the loops; `InstructionCount LOOP ROUNDS` runs one. Benchmarks/instructions
// runs it twice under callgrind, and the difference of the two counts is what the rounds cost.
let arguments = CommandLine.arguments.dropFirst()
switch (arguments.first, arguments.dropFirst().first.flatMap { Int($0) }) {
case (nil, _):
    for loop in Loop.all { print(loop.name) }
case (let name?, let rounds?):
    for loop in Loop.all where loop.name == name { print(loop.prepare()(0..<rounds)) }
case (_, nil):
    print("usage: InstructionCount [LOOP ROUNDS]")
}
