package dev.filch.stress.scenario;

import static dev.filch.stress.scenario.Operation.Role.OWNER;
import static dev.filch.stress.scenario.Operation.Role.THIEF;
import static dev.filch.stress.scenario.Operation.answering;
import static dev.filch.stress.scenario.Operation.silent;

import java.util.List;
import java.util.function.Predicate;

/** The structures under test and their operations. An operation without a letter occurs only in rows. */
enum Structure {

    RING("RingActions", new RingSteps(), List.of(
            answering('o', "offer").withValues(1),
            answering('O', "relaxedOffer").withValues(1).relaxed(Relaxation.UNFINISHED),
            answering('f', "forceOffer").withValues(1).relaxed(Relaxation.CLAIMS_FIRST),
            answering('a', "offerAll").withValues(2).relaxed(Relaxation.RUNS),
            answering('l', "fill").withValues(2).relaxed(Relaxation.RUNS),
            answering('p', "poll"),
            answering('P', "relaxedPoll").relaxed(Relaxation.UNFINISHED),
            answering('d', "drain").withLimit(2).relaxed(Relaxation.RUNS),
            answering('A', "pollAll").withLimit(2).relaxed(Relaxation.RUNS),
            answering('k', "peek"),
            answering('i', "iterator").relaxed(Relaxation.SLOT_BY_SLOT),
            answering('s', "size").relaxed(Relaxation.ESTIMATE),
            answering('e', "isEmpty"),
            answering('F', "isFull").relaxed(Relaxation.TAIL_FIRST),
            answering('c', "close"),
            answering('C', "isClosed"),
            silent(' ', "fillPart").relaxed(Relaxation.RUNS),
            silent(' ', "fillUntilThrown").relaxed(Relaxation.RUNS),
            answering(' ', "rest"))),

    INJECTOR("InjectorActions", new InjectorSteps(), List.of(
            answering('o', "offer").withValues(1),
            answering('a', "offerAll").withValues(2),
            silent('c', "close"),
            answering('C', "isClosed"),
            answering('p', "poll"),
            answering('t', "tryPoll").relaxed(Relaxation.LOST_RACE),
            answering('T', "tryPollBatch").withLimit(2).relaxed(Relaxation.LOST_RACE),
            answering('b', "stealBatch").relaxed(Relaxation.COUNTS_FIRST),
            answering('B', "stealBatchAndPop").relaxed(Relaxation.COUNTS_FIRST),
            answering('k', "peek"),
            answering('i', "iterator").relaxed(Relaxation.SLOT_BY_SLOT),
            answering('s', "size").relaxed(Relaxation.ESTIMATE),
            answering('n', "added").relaxed(Relaxation.REFUSED_TICKET),
            answering('e', "isEmpty").relaxed(Relaxation.REFUSED_TICKET),
            answering(' ', "pushAll"),
            silent(' ', "moveBatch").relaxed(Relaxation.COUNTS_FIRST),
            answering(' ', "rest"))),

    DEQUE("DequeActions", new DequeSteps(), List.of(
            silent('u', "push").withValues(1).by(OWNER),
            answering('U', "pushReportingEmpty").withValues(1).by(OWNER).relaxed(Relaxation.REPORTS_AFTERWARDS),
            answering('o', "pop").by(OWNER),
            answering('k', "peek").by(OWNER),
            answering('s', "steal").by(THIEF),
            answering('t', "trySteal").by(THIEF).relaxed(Relaxation.LOST_RACE),
            answering('b', "stealBatch").by(THIEF).relaxed(Relaxation.COUNTS_FIRST),
            answering('B', "stealBatchAndPop").by(THIEF).relaxed(Relaxation.COUNTS_FIRST),
            answering('T', "tryStealBatchAndPop").by(THIEF).withLimit(9)
                    .relaxed(Relaxation.LOST_RACE_OR_COUNTS_FIRST),
            answering('i', "iterator").by(THIEF).relaxed(Relaxation.SLOT_BY_SLOT),
            answering('z', "size").relaxed(Relaxation.ESTIMATE),
            answering('e', "isEmpty"),
            answering(' ', "pushAndWake").by(OWNER).relaxed(Relaxation.REPORTS_AFTERWARDS),
            silent(' ', "goToSleep").by(THIEF),
            answering(' ', "stealAll").by(THIEF).relaxed(Relaxation.ONE_BY_ONE),
            silent(' ', "moveBatch").by(THIEF).relaxed(Relaxation.COUNTS_FIRST),
            answering(' ', "rest"))),

    CHANNEL("ChannelActions", new ChannelSteps(), List.of(
            // Sends have steps that others may see only in a channel that is unbounded or drops elements.
            answering('s', "trySend").withValues(1).relaxed(Relaxation.CLAIMS_FIRST),
            answering('a', "sendAll").withValues(2).relaxed(Relaxation.ONE_BY_ONE),
            answering('S', "selectSend").withValues(1).relaxed(Relaxation.CLAIMS_FIRST),
            answering('r', "tryReceive"),
            answering('d', "drainTo").withLimit(2).relaxed(Relaxation.ONE_BY_ONE),
            answering('R', "selectReceive"),
            answering('e', "selectEither").withValues(1).relaxed(Relaxation.CASE_BY_CASE),
            silent('c', "close"),
            answering('x', "cancel").relaxed(Relaxation.ONE_BY_ONE),
            answering('C', "isClosed"),
            answering('z', "size").relaxed(Relaxation.ESTIMATE),
            answering('D', "dropped").relaxed(Relaxation.COUNTED_LATER),
            silent('v', "asBlockingQueue"),
            silent(' ', "closeWith").withValues(1),
            // These, sendAll and receiveAll may wait. The generator refuses rows in which no actor releases them.
            answering(' ', "send").withValues(1).relaxed(Relaxation.CLAIMS_FIRST),
            answering(' ', "receive"),
            answering(' ', "receiveAll").withLimit(2).relaxed(Relaxation.ONE_BY_ONE),
            answering(' ', "rest")));

    /** The arbiter's default operation: takes all remaining elements, then adds one more and takes it. */
    static final String REST = "rest";

    /** Moves a batch to the other structure, a deque. */
    static final String MOVE = "moveBatch";

    /** The class that the tests extend. */
    final String actions;

    /** The sequential specification. */
    final Steps steps;

    final List<Operation> operations;

    Structure(String actions, Steps steps, List<Operation> operations) {
        this.actions = actions;
        this.steps = steps;
        this.operations = operations;
    }

    /** The operation with a name or letter. */
    Operation operation(String name) {
        return first(operation -> operation.name().equals(name), name);
    }

    Operation operation(char letter) {
        return first(operation -> operation.letter() == letter, String.valueOf(letter));
    }

    private Operation first(Predicate<Operation> wanted, String word) {
        return operations.stream()
                .filter(wanted)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(this + " has no operation " + word));
    }
}
