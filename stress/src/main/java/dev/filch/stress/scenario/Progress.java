package dev.filch.stress.scenario;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The progress of an actor through its program. */
final class Progress {

    /** A claimed slot that its operation has to publish or to free. */
    private record Slot(int position, boolean filled, boolean onOther) {}

    private static final int BATCH = 4;

    private final List<Invocation> program;
    private final List<Integer> answers;
    private final List<Slot> unfinished;
    private int next;

    /** The number of completed steps of the current operation. */
    private int phase;

    /** The local variables of the current operation. */
    private int[] memory;

    Progress(List<Invocation> program) {
        this(program, new ArrayList<>(), new ArrayList<>(), new int[5]);
    }

    private Progress(List<Invocation> program, List<Integer> answers, List<Slot> unfinished, int[] memory) {
        this.program = program;
        this.answers = answers;
        this.unfinished = unfinished;
        this.memory = memory;
    }

    Progress copy() {
        Progress copy = new Progress(program, new ArrayList<>(answers), new ArrayList<>(unfinished), memory.clone());
        copy.next = next;
        copy.phase = phase;
        return copy;
    }

    List<Object> key() {
        return List.of(
                next, phase, List.copyOf(answers), List.copyOf(unfinished), Arrays.toString(memory));
    }

    boolean isDone() {
        return next == program.size();
    }

    /** The number of completed operations. */
    int completed() {
        return next;
    }

    Operation operation() {
        return program.get(next).operation();
    }

    String name() {
        return operation().name();
    }

    List<Integer> arguments() {
        return program.get(next).arguments();
    }

    List<Integer> answers() {
        return answers;
    }

    int phase() {
        return phase;
    }

    /** Restarts the operation. */
    Steps.Status restart() {
        phase = -1;
        return Steps.Status.AGAIN;
    }

    int recall(int index) {
        return memory[index];
    }

    void remember(int index, int value) {
        memory[index] = value;
    }

    /** Leaves a slot to be finished in a later step. */
    void finishLater(int position, boolean filled) {
        unfinished.add(new Slot(position, filled, program.get(next).onOther()));
    }

    /** Returns a batch, or keeps it for the next step if the operation moves it. */
    Steps.Status answerBatch(int digits) {
        if (!name().equals(Structure.MOVE)) {
            return answer(digits);
        }
        remember(BATCH, digits);
        return Steps.Status.AGAIN;
    }

    /** The batch that the operation moves next; zero if there is none. */
    int batch() {
        return memory[BATCH];
    }

    Steps.Status answer(int value) {
        if (operation().answers()) {
            answers.add(value);
        }
        return Steps.Status.DONE;
    }

    /**
     * Takes one step; false if the actor has to wait for another. An operation that continues after it has claimed
     * slots may read other slots before its own stores are visible, but must not claim any.
     */
    boolean advance(Elements elements, Choices choices) {
        int claimed = unfinished.size();
        if (claimed > 0 && (phase < 0 || !choices.decide())) {
            Slot slot = unfinished.remove(0);
            finish(slot.onOther() ? elements.other() : elements, slot);
        } else {
            Elements called = program.get(next).onOther() ? elements.other() : elements;
            Steps.Status status = called.state().structure().steps().step(called, this, choices);
            if (status == Steps.Status.BLOCKED || claimed > 0 && unfinished.size() > claimed) {
                return false;
            }
            phase = status == Steps.Status.DONE ? Integer.MIN_VALUE : phase + 1;
        }
        if (phase < 0 && unfinished.isEmpty()) {
            next++;
            phase = 0;
            memory = new int[memory.length];
        }
        return true;
    }

    private static void finish(Elements elements, Slot slot) {
        if (slot.filled()) {
            elements.publish(slot.position());
        } else {
            elements.release(slot.position());
        }
    }
}
