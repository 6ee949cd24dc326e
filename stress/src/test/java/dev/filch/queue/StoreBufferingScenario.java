package dev.filch.queue;

import dev.filch.stress.model.Scenario;
import java.util.Queue;

/**
 * Two queues of one kind and two threads. Each thread changes one queue and then reads the other. In any order of all
 * four steps, at least one read must see the other thread's change.
 */
public class StoreBufferingScenario extends Scenario {

    private final Queue<Integer> left;
    private final Queue<Integer> right;
    private boolean leftMissedRight;
    private boolean rightMissedLeft;

    /**
     * Chooses queues and steps.
     *
     * @param ring true for rings of one slot, false for injectors
     * @param steps offer-poll, offer-size or poll-isEmpty; for rings also poll-offer or force-isEmpty; for injectors
     *     also close-isClosed
     */
    public StoreBufferingScenario(boolean ring, String steps) {
        this(ring ? MpmcRing.padded(1) : new Injector<>(0, 2),
                ring ? MpmcRing.padded(1) : new Injector<>(0, 2), steps);
    }

    /**
     * Chooses steps.
     *
     * @param left a queue with room for one element
     * @param right another one
     * @param steps as above
     */
    protected StoreBufferingScenario(Queue<Integer> left, Queue<Integer> right, String steps) {
        this.left = left;
        this.right = right;
        if (steps.startsWith("poll") || steps.startsWith("force")) {
            left.offer(0);
            right.offer(0);
        }
        thread("left", () -> leftMissedRight = misses(steps, left, right));
        thread("right", () -> rightMissedLeft = misses(steps, right, left));
    }

    private static boolean misses(String steps, Queue<Integer> own, Queue<Integer> other) {
        switch (steps) {
            case "offer-poll":
                own.offer(1);
                return other.poll() == null;
            case "offer-size":
                own.offer(1);
                return other.size() == 0;
            case "poll-offer":
                own.poll();
                return !other.offer(1);
            case "force-isEmpty":
                // Replaces the element: the ring is never empty.
                ((MpmcRing<Integer>) own).forceOffer(1);
                return other.isEmpty();
            case "poll-isEmpty":
                own.poll();
                return !other.isEmpty();
            case "close-isClosed":
                ((Injector<?>) own).close();
                return !((Injector<?>) other).isClosed();
            default:
                throw new IllegalArgumentException(steps);
        }
    }

    @Override
    public final void afterwards() {
        require(!(leftMissedRight && rightMissedLeft), "at least one thread sees the other's change");
    }
}
