package dev.filch.examples;

import dev.filch.pool.WorkStealingPool;
import dev.filch.queue.Injector;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The mailbox of an actor: any thread sends messages, and the actor handles them one at a time on some worker of a
 * pool. Messages of one sender are handled in the order in which they were sent.
 *
 * <p><b>What to learn</b>
 * <ul>
 *   <li><b>One task for many messages.</b> An {@link Injector} holds the messages. The actor is a task that is in the
 *       pool only while its mailbox has messages. So an actor without messages costs its memory and nothing else, and
 *       a burst of messages costs one submission.
 *   <li><b>No lock around the state.</b> The flag lets at most one task of the actor into the pool, so the actor's
 *       state is plain fields. The pool's submission and the flag order one turn before the next.
 *   <li><b>No message is forgotten.</b> A sender adds its message before it reads the flag. A turn clears the flag
 *       before it checks the mailbox for the last time. So one of the two sees the other, and submits the task.
 *   <li><b>Fairness.</b> A turn ends after {@value #MESSAGES_PER_TURN} messages, so that a busy actor does not hold a
 *       worker for ever.
 *   <li><b>The end.</b> {@link WorkStealingPool#awaitIdle() awaitIdle} returns when no actor has a message left.
 * </ul>
 *
 * @param <M> the type of the messages
 */
public final class ActorMailbox<M> {

    private static final int MESSAGES_PER_TURN = 64;

    private final Injector<M> messages = new Injector<>();
    private final AtomicBoolean submitted = new AtomicBoolean();
    private final Runnable turn = this::handleMessages;
    private final Executor pool;
    private final Consumer<? super M> actor;

    /** The mailbox of an actor that runs on a pool. */
    public ActorMailbox(Executor pool, Consumer<? super M> actor) {
        this.pool = pool;
        this.actor = actor;
    }

    /** Sends a message. Waits for no other thread, and throws what the pool throws if it has been shut down. */
    public void send(M message) {
        messages.offer(message);
        submit();
    }

    private void submit() {
        if (!submitted.get() && submitted.compareAndSet(false, true)) {
            pool.execute(turn);
        }
    }

    private void handleMessages() {
        try {
            M message = messages.poll();
            for (int handled = 1; message != null; handled++) {
                actor.accept(message);
                message = handled < MESSAGES_PER_TURN ? messages.poll() : null;
            }
        } finally {
            submitted.set(false);
            if (!messages.isEmpty()) {
                submit();
            }
        }
    }

    /** An actor of a ring: each passes a token to the next one, until it has made all its steps. */
    static final class Relay {

        final ActorMailbox<Integer> mailbox;
        Relay next;
        long tokensSeen;

        Relay(Executor pool) {
            mailbox = new ActorMailbox<>(pool, this::pass);
        }

        private void pass(Integer stepsLeft) {
            tokensSeen++;
            if (stepsLeft > 0) {
                next.mailbox.send(stepsLeft - 1);
            }
        }
    }

    /** Connects relays to a ring. */
    static List<Relay> ring(Executor pool, int size) {
        List<Relay> relays = Stream.generate(() -> new Relay(pool)).limit(size).toList();
        for (int i = 0; i < size; i++) {
            relays.get(i).next = relays.get((i + 1) % size);
        }
        return relays;
    }

    /** Passes ten tokens around a ring of a hundred relays. */
    public static void main(String[] args) throws InterruptedException {
        try (WorkStealingPool pool = WorkStealingPool.builder().name("actors").build()) {
            List<Relay> relays = ring(pool, 100);
            for (int token = 0; token < 10; token++) {
                relays.get(token).mailbox.send(100_000);
            }
            pool.awaitIdle();
            long messages = relays.stream().mapToLong(relay -> relay.tokensSeen).sum();
            System.out.println(messages + " messages in " + pool.completedTasks() + " turns");
        }
    }
}
