package dev.filch.stress.scenario;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * The scenarios that jcstress runs: all pairs of operations of each structure, in the states where they can interfere,
 * and rows for longer programs. In pairs, letters stand for the operations of {@link Structure}; in rows, names do. To
 * add an operation, add its letter to the strings of its structure.
 */
final class ScenarioTable {

    private static final String RING = "oOfalpPdAkiseFcC";
    private static final String RING_INSERTS = "oOfalc";
    private static final String RING_TAKES = "fpPdAc";

    private static final String INJECTOR = "oacCptTbBkisne";
    private static final String INJECTOR_INSERTS = "oac";
    private static final String INJECTOR_TAKES = "ptTbB";

    private static final String DEQUE = "uUokstbBTize";
    private static final String DEQUE_PUSHES = "uU";
    private static final String DEQUE_TAKES = "ostbBT";
    private static final String DEQUE_THIEVES = "stbBTize";

    private static final String CHANNEL = "sSrdRecxCzDv";
    private static final String CHANNEL_CALLS = "sSrdRecxv";
    private static final String CHANNEL_SENDS = "sSe";

    private final Collection<Row> rows = new LinkedHashSet<>();

    private ScenarioTable() {}

    /** All rows, each once. */
    static List<Row> rows() {
        ScenarioTable table = new ScenarioTable();
        table.addRing();
        table.addInjector();
        table.addDeque();
        table.addChannel();
        table.addTwoStructures();
        return List.copyOf(table.rows);
    }

    private void addRing() {
        // One element, and room for one.
        pairs("ring(2) 1", RING, RING);
        pairs("ring(2)", RING_INSERTS, RING);
        pairs("ring(2) 1 2", RING_TAKES, RING);
        // With one slot, its free and filled states are closest together.
        pairs("ring(1)", "oOf", "oOfpPk");
        pairs("ring(1) 1", "fpP", "oOfpPkeF");
        // Room for two batches, or for one and a half; elements for one and a half.
        pairs("ring(4)", "oOal", "al");
        pairs("ring(3)", "al", "al");
        pairs("ring(4) 1 2 3", "pPdA", "dAki");
        // Only the accessors of head and tail are different in a compact ring.
        pairs("compact(2)", "oac", "oapdks");
        pairs("compact(1) 1", "ofp", "ofpkiseFcC");
        add("""
            ring(2): offer 1 | offer 2 | poll | poll
            ring(1): offer 1; offer 2 | poll; poll
            ring(4) 1 2 3: poll | poll | drain 2
            ring(1) 1: forceOffer 2; forceOffer 3 | poll
            ring(2) 1 2: forceOffer 3 | forceOffer 4 | poll
            # If another thread has claimed a slot, strict operations wait for it; relaxed ones report empty or full.
            ring(4): offer 1 | offer 5; poll
            ring(4): offer 1 | offer 5; relaxedPoll
            ring(4): offer 1 | offer 5; peek
            ring(2) 1 2: poll | poll; offer 3
            ring(2) 1 2: poll | poll; relaxedOffer 3
            # A slot is reused during a read.
            ring(1) 1: poll; offer 2 | peek; peek
            ring(1) 1: relaxedPoll; relaxedOffer 2 | peek; peek
            ring(2) 1 2: poll; offer 3 | peek
            ring(2) 1 2: poll; offer 3 | iterator
            ring(2) 1 2: relaxedPoll; relaxedOffer 3 | iterator
            compact(2) 1 2: poll; offer 3 | peek
            ring(1): offer 1; offer 2 | peek; poll
            # The size while head or tail moves, during a batch, and while both move.
            ring(2): offer 1; relaxedOffer 2 | size; isEmpty; size
            ring(2) 1 2: poll; relaxedPoll | size; isEmpty; size
            ring(2): offerAll 1 2 | size; isEmpty; size
            ring(2): fill 1 2 | size; isEmpty; size
            ring(2) 1 2: drain 2 | size; isEmpty; size
            ring(2) 1 2: pollAll 2 | size; isEmpty; size
            ring(1) 1: forceOffer 2 | size; isEmpty; size
            compact(1) 1: forceOffer 2 | size; isEmpty; size
            ring(2) 1 2: drain 2; offerAll 3 4; poll | size; size
            # Closing decides whether each element is accepted, and is final.
            ring(2): isClosed; offer 1; isClosed | close => iterator
            ring(2): offer 1 | close | isClosed; poll
            ring(2): offerAll 1 2 | close | poll
            ring(2) 1 2: forceOffer 3 | close | poll
            ring(2): close; offer 1 | close; offer 2
            ring(1) 1: forceOffer 2 | close; poll
            ring(2) 1: poll; isEmpty | close; offer 2
            ring(2) 1: close; size; isEmpty; iterator | poll
            ring(1) 1: isFull; offer 2 | poll; isFull
            ring(4): fillPart 3 1 | close
            ring(4): fillPart 3 1 | close | pollAll 3
            # A fill with fewer elements than slots gives the rest back, or leaves abandoned slots to the consumers.
            ring(4): fillPart 3 1 | poll
            ring(4): fillPart 3 1 | peek
            ring(4): fillPart 2 1 | pollAll 2
            ring(4): fillPart 2 1 | offer 5
            ring(4): fillUntilThrown 3 8 1 | poll
            ring(4): fillUntilThrown 3 8 1 | relaxedPoll
            ring(4): fillUntilThrown 3 8 1 | drain 3
            ring(4): fillUntilThrown 3 8 1 | peek
            ring(4) _ _ 5: poll | poll
            ring(4) _ _ 5: peek | poll
            ring(4) _ _ 5: peek | peek
            ring(4) _ _ 5: peek | size; isEmpty; iterator
            """);
    }

    private void addInjector() {
        pairs("injector 1 2 3", INJECTOR, INJECTOR);
        pairs("injector", INJECTOR_INSERTS, INJECTOR);
        // The second element is in the next segment.
        pairs("injector(1)", INJECTOR_INSERTS, INJECTOR);
        pairs("injector(1) 1 2 3", INJECTOR_TAKES, INJECTOR);
        // The first element is in the next segment, and head advances to it.
        pairs("injector(0) 1 2", "pk", INJECTOR);
        add("""
            injector: offer 1; offer 2 | poll; poll
            injector: offer 1; offer 2 | peek; poll
            injector: offer 1 | offer 5; peek; poll
            injector: offer 1; offer 2 | poll | poll
            injector: offer 1 | offer 2 | poll | poll
            injector: offerAll 1 2 | poll | poll
            injector: pushAll 1 2 | poll
            injector 1: offer 2 | offer 3 | stealBatchAndPop
            injector 1 2: offer 3; offer 4 | stealBatchAndPop
            injector: offerAll 1 2 3 | stealBatch
            injector 1 2 3 4: poll | stealBatch
            injector 1 2 3 4: stealBatch | stealBatch
            injector(1): offer 1; offer 2 | poll; poll
            injector(1) 1 2 3: poll; poll | poll
            injector(1): offer 1 | offer 2 | poll | poll
            injector(2) 1 2 3 4: poll | stealBatch
            injector(0): offer 1 | offer 2
            injector(0): offer 1 | poll
            # Closing decides whether each element is accepted, and is final. The arbiter iterates, because a poll
            # would wait for ever if closing had given a ticket back.
            injector: isClosed; offer 1; isClosed | close => iterator
            injector: offer 1 | close | isClosed; poll
            injector: offerAll 1 2 | close | poll
            injector: pushAll 1 2 | close
            injector: close; offer 1 | close; offer 2
            injector 1: poll; poll | close
            injector(0): offer 1 | close
            # Attempts by one consumer.
            injector: offer 1; offer 2 | tryPoll; tryPollBatch 2
            injector(1): offer 1; offer 2 | tryPoll; tryPollBatch 2
            injector: offerAll 1 2 | tryPoll; tryPollBatch 2
            injector 1 2 3: tryPoll; tryPollBatch 2 | close
            injector 1 2 3 4: tryPoll; tryPollBatch 2 | poll
            injector 1 2 3 4: tryPoll; tryPollBatch 2 | tryPoll
            injector(1) 1 2 3 4: tryPoll; tryPollBatch 2 | tryPoll
            injector 1 2 3 4: tryPoll; tryPollBatch 2 | stealBatch
            injector 1 2 3 4: tryPoll; tryPollBatch 2 | stealBatchAndPop
            injector 1 2 3 4: tryPoll; tryPollBatch 2 | tryPollBatch 2
            injector 1 2 3: tryPoll; tryPollBatch 2 | isEmpty; size; iterator; peek
            injector: offer 1 | isEmpty; size; iterator
            injector: offerAll 1 2 | isEmpty; size; iterator
            injector 1 2 3 4: stealBatch | isEmpty; size; iterator
            injector 1 2 3 4: stealBatchAndPop | isEmpty; size; iterator
            injector: offer 1; poll; offer 2; poll | size; size
            injector 1 2: isEmpty; size; iterator; peek | close
            injector: isEmpty; size; iterator; peek | close
            injector: offer 1 | close | isEmpty; size; peek
            injector(1) 1 2 3: poll; poll | iterator
            injector(0) 1: peek | iterator; peek
            injector(0): offer 1; offer 2 | peek
            injector 1 2: poll | isEmpty; size
            injector: offer 1 | isEmpty; poll
            """);
    }

    private void addDeque() {
        for (String kind : List.of("lifo", "fifo")) {
            String renewed = "renewed" + State.capitalized(kind);
            pairs(kind + " 1", DEQUE, DEQUE);
            pairs(kind + " 1 2 3", DEQUE_TAKES, DEQUE);
            pairs(kind, DEQUE_PUSHES, DEQUE);
            // The push moves the elements: the buffer is full, or a shorter one is due.
            pairs(kind + "(2) 1 2", DEQUE_PUSHES, DEQUE_THIEVES);
            pairs(renewed + "(64) 1 2 3", DEQUE_PUSHES, DEQUE_THIEVES);
            add("""
                %1$s 1: pop; pop; push 2 | steal
                %1$s 1 2: pop; pop | steal; steal
                %1$s 1: pop | steal | steal
                %1$s 1 2: pop | steal | steal
                %1$s: push 1; pop | steal
                %1$s: pushReportingEmpty 1; pop | steal
                %1$s: push 1; push 2; push 3 | stealBatch
                %1$s: push 1; push 2; push 3 | stealBatchAndPop
                %1$s: push 1; push 2; push 3 | tryStealBatchAndPop 9
                %1$s 1 2 3: pop; pop | stealBatch
                %1$s 1 2 3 4: pop; pop | stealBatch
                %1$s 1 2 3: pop; pop | stealBatchAndPop
                %1$s 1 2 3: pop; pop; pop | tryStealBatchAndPop 9
                %1$s 1 2 3 4: pop; pop | tryStealBatchAndPop 9
                %1$s 1 2 3 4: pop | steal | stealBatch
                %1$s 1 2 3 4: pop | steal | stealBatchAndPop
                %1$s 1: pop | tryStealBatchAndPop 1
                %1$s 1: pushReportingEmpty 2 | steal; steal
                %1$s 1 2: pushReportingEmpty 3 | stealBatch; stealBatch; stealBatch
                %1$s 1 2: pushReportingEmpty 3 | stealBatchAndPop; stealBatchAndPop; stealBatchAndPop
                %1$s 1 2: pop | isEmpty; size
                %1$s 1: pop | isEmpty; isEmpty
                %1$s: push 1 | isEmpty; size; steal
                %1$s: pop; push 1; pop; pop | size; size
                %1$s(2) 1 2: push 3; push 4 | steal; steal
                %1$s(2) 1 2: push 3; pop | steal | steal
                %1$s(2) 1 2: push 3; pop; push 4; pop; pop | steal
                %1$s(4) 1 2 3 4: push 5; push 6 | stealBatch
                %2$s(64) 1 2 3: push 4; pop | steal; steal
                %2$s(64) 1 2 3: push 4 | steal | steal
                # A slot is reused during an iteration: that of a popped element of a lifo deque, or of a stolen one.
                %1$s 1 2: pop; push 3 | iterator
                %1$s 1 2 3: pop; pop; push 4; push 5 | iterator
                %1$s(2) 1 2: steal; push 3 | iterator
                %1$s(2) 1 2: pop; push 3; push 4 | iterator
                %1$s(2) 1 2: pop; push 3 | steal | iterator
                %2$s(64) 1 2 3: pop; push 4; push 5 | iterator
                # A thief announces that it sleeps, then steals once more: it finds the element or is woken.
                %1$s: pushAndWake 1 | goToSleep; steal
                %1$s 1: pushAndWake 2 | stealAll | goToSleep; stealAll
                """.formatted(kind, renewed));
        }
        // Three elements suffice for a shared reservation: the first thief reserves, and others steal from it.
        pairs("lifo(8) 1 2 3 4", DEQUE_TAKES, DEQUE);
        add("""
            lifo(8) 1 2 3: pop; pop | steal; steal
            lifo(8) 1 2 3: pop; pop | steal; isEmpty; steal
            lifo(8) 1 2 3: pop; pop; push 4 | steal; iterator
            lifo(8) 1 2 3 4: pop; push 5 | steal | iterator
            lifo(8) 1 2 3 4: pop | steal | steal
            lifo(8) 1 2 3 4 5: pop | steal | stealBatch
            lifo 1 2 3: steal; pop | steal
            """);
    }

    private void addChannel() {
        // One element, and room for one.
        pairs("bounded(2) 1", CHANNEL, CHANNEL);
        pairs("bounded(1)", CHANNEL_SENDS, CHANNEL_CALLS);
        pairs("bounded(1) 1", CHANNEL_SENDS + "rRd", CHANNEL_CALLS);
        pairs("unbounded 1", CHANNEL + "a", CHANNEL + "a");
        pairs("unbounded", CHANNEL_SENDS + "a", CHANNEL_CALLS);
        pairs("dropOldest(1) 1", CHANNEL + "a", CHANNEL + "a");
        // Room for two batches.
        pairs("bounded(4)", "a", CHANNEL + "a");
        // None of these waits for a partner, so nothing passes.
        pairs("rendezvous", "sSrRe", "sSrRedcx");
        add("""
            # What was sent before the channel was closed is received before a receiver is told.
            bounded(1): trySend 1; close | tryReceive
            bounded(1): trySend 1; close | selectReceive
            bounded(2): sendAll 1 2; close | drainTo 2; tryReceive
            unbounded: trySend 1; close | tryReceive
            unbounded: trySend 1; close | selectReceive
            dropOldest(1) 1: trySend 2; close | tryReceive
            # Closing is final, and decides whether each element is sent.
            bounded(2): isClosed; trySend 1; isClosed | close
            bounded(2): isClosed; selectSend 1; isClosed | cancel
            bounded(2): trySend 1 | close | isClosed; tryReceive
            bounded(2) 1: close; trySend 2 | close; trySend 3
            bounded(2) 1: cancel | tryReceive; tryReceive
            bounded(2) 1 2: cancel | cancel | tryReceive
            unbounded: isClosed; trySend 1; isClosed | close
            unbounded: sendAll 1 2 | cancel
            unbounded: close; trySend 1 | size
            dropOldest(1) 1: isClosed; trySend 2; isClosed | cancel
            rendezvous: isClosed; trySend 1; isClosed | close
            # The first cause counts.
            bounded(1): closeWith 1; tryReceive | closeWith 2; tryReceive
            bounded(1): closeWith 1; trySend 1 | close; trySend 2
            unbounded 3: closeWith 1 | tryReceive; tryReceive
            rendezvous: closeWith 1; tryReceive | closeWith 2; trySend 1
            # A send that drops an element may be between its two steps.
            dropOldest(1) 1: trySend 2 | close; tryReceive
            # Each dropped element is counted.
            dropOldest(1) 1: trySend 2; trySend 3 | trySend 4 => dropped; rest
            dropOldest(1) 1: trySend 2; trySend 3 | tryReceive => dropped; rest
            dropOldest(2) 1 2: sendAll 3 4 | drainTo 2 => dropped; rest
            dropOldest(1) 1: trySend 2 | tryReceive; dropped => dropped; rest
            # The channel moves its elements while threads use it.
            bounded(1): trySend 1; trySend 2 | asBlockingQueue
            bounded(1) 1: trySend 2 | asBlockingQueue; tryReceive
            bounded(2) 1 2: tryReceive; tryReceive | asBlockingQueue
            bounded(2): asBlockingQueue | close; trySend 1 | isClosed; isClosed
            unbounded: trySend 1; trySend 2 | asBlockingQueue | tryReceive; tryReceive
            dropOldest(1) 1: trySend 2; tryReceive | asBlockingQueue => dropped; rest
            # A send waits for room until a thread makes it, or closes the channel.
            bounded(1) 1: send 2 | tryReceive
            bounded(1) 1: send 2 | drainTo 2
            bounded(1) 1: send 2 | close
            bounded(1) 1: send 2 | closeWith 3
            bounded(1) 1: send 2 | cancel
            bounded(1) 1: send 2 | asBlockingQueue; tryReceive
            bounded(1) 1: send 2 | tryReceive; close
            bounded(1) 1: send 2 | send 3 | close
            bounded(1) 1: send 2 | send 3 | cancel
            bounded(1) 1: send 2 | send 3 | drainTo 2; close
            bounded(1) 1: sendAll 2 3 | cancel
            bounded(1) 1: sendAll 2 3 | receive; receive
            bounded(2) 1 2: send 3 | tryReceive | close
            unbounded: send 1 | cancel
            dropOldest(1) 1: send 2 | cancel
            # A receive waits for an element until a thread sends one, or closes the channel.
            bounded(1): receive | trySend 1
            bounded(1): receive | selectSend 1
            bounded(1): receive | close
            bounded(1): receive | closeWith 1
            bounded(1): receive | cancel
            bounded(1): receive | trySend 1; close
            bounded(1): receive | asBlockingQueue; trySend 1
            bounded(2): receiveAll 2 | sendAll 1 2
            bounded(2): receiveAll 2 | trySend 1; close
            unbounded: receive | trySend 1
            unbounded: receive | sendAll 1 2
            unbounded: receive | close
            unbounded: receive | trySend 1; cancel
            dropOldest(1): receive | trySend 1; trySend 2
            # The last element goes to one of the threads that wait.
            bounded(1): receive | receive | trySend 1; close
            bounded(1) 1: receive | receive | close
            bounded(2): receive | receive | sendAll 1 2
            unbounded: receive | receive | trySend 1; close
            unbounded: receive | receive | sendAll 1 2
            # One slot passes elements from waiting senders to waiting receivers.
            bounded(1): send 1; send 2 | receive; receive
            bounded(1): send 1; send 2 | receive | receive
            bounded(1): send 1 | send 2 | receive; receive
            bounded(1) 1: send 2 | receive | close
            """);
    }

    private void addTwoStructures() {
        // Each thread changes one structure and reads the other: at least one must see the other's change. A worker
        // that announces its sleep and polls once more relies on this. It is Dekker's pattern: only volatile order
        // forbids that both miss the other's change.
        add("""
            ring(1) & ring(1): offer 1; other.poll | other.offer 1; poll
            ring(1) & ring(1): offer 1; other.isEmpty | other.offer 1; isEmpty
            ring(1) 1 & ring(1) 1: poll; other.offer 2 | other.poll; offer 2
            injector & injector: offer 1; other.poll | other.offer 1; poll
            injector & injector: offer 1; other.isEmpty | other.offer 1; isEmpty
            injector 1 & injector 1: poll; other.isEmpty | other.poll; isEmpty
            bounded(1) & bounded(1): trySend 1; other.tryReceive | other.trySend 1; tryReceive
            bounded(1) 1 & bounded(1): send 2; other.trySend 3 | tryReceive; other.receive
            bounded(1) & bounded(1): send 1; other.receive | receive; other.send 2
            unbounded & unbounded: trySend 1; other.tryReceive | other.trySend 1; tryReceive
            # A thief passes a stolen element on, with its content; two owners steal from each other.
            injector & lifo: offer 1 | moveBatch | other.steal
            lifo & lifo: push 1 | moveBatch | other.steal
            lifo 1 2 3 4 & lifo: moveBatch | other.steal
            lifo 1 2 3 & lifo 4 5 6: other.moveBatch | moveBatch
            fifo 1 2 3 & fifo 4 5 6: other.moveBatch | moveBatch
            lifo 1 2 3 & fifo 4 5 6: other.moveBatch | moveBatch
            """);
    }

    /** Pairs each operation of one string with each of the other. A deque's owner comes first. */
    private void pairs(String text, String left, String right) {
        State state = State.parse(text);
        Structure structure = state.structure();
        left.chars().forEach(one -> right.chars().forEach(other ->
                pair(state, structure.operation((char) one), structure.operation((char) other))));
    }

    private void pair(State state, Operation one, Operation other) {
        Structure structure = state.structure();
        boolean inOrder = structure.operations.indexOf(one) <= structure.operations.indexOf(other);
        if (!inOrder) {
            pair(state, other, one);
        } else if (one.role().meets(other.role())) {
            rows.add(Row.pair(state, one, other));
        }
    }

    /** Adds rows; a line that starts with a number sign is a comment. */
    private void add(String lines) {
        lines.lines().filter(line -> !line.startsWith("#")).map(Row::parse).forEach(rows::add);
    }
}
