package dev.filch.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Records all signals, and checks that they come one at a time, in a legal order, and not before they are requested.
 */
class RecordingSubscriber implements Flow.Subscriber<Integer> {

    static final String COMPLETE = "complete";

    private final AtomicBoolean busy = new AtomicBoolean();
    private final AtomicLong demand = new AtomicLong();
    private final List<Integer> elements = new ArrayList<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final long firstRequest;
    private Flow.Subscription subscription;
    private volatile Object end;
    private volatile Throwable violation;

    /** Requests a number of elements in onSubscribe; none if it is 0. */
    RecordingSubscriber(long firstRequest) {
        this.firstRequest = firstRequest;
    }

    final void request(long elementCount) {
        demand.accumulateAndGet(elementCount, (one, other) -> one + other < 0 ? Long.MAX_VALUE : one + other);
        subscription.request(elementCount);
    }

    final Flow.Subscription subscription() {
        return subscription;
    }

    /** What the test does with an element. */
    void onElement(int element) {
    }

    private void signal(Runnable body) {
        try {
            assertTrue(busy.compareAndSet(false, true), "signals overlap");
            assertNull(end, "a signal after the end");
            body.run();
        } catch (AssertionError e) {
            violation = e;
        } finally {
            busy.set(false);
        }
    }

    @Override
    public final void onSubscribe(Flow.Subscription newSubscription) {
        signal(() -> {
            assertNull(subscription, "subscribed twice");
            subscription = newSubscription;
            if (firstRequest != 0) {
                request(firstRequest);
            }
        });
    }

    @Override
    public final void onNext(Integer element) {
        signal(() -> {
            assertNotNull(subscription, "an element before onSubscribe");
            assertTrue(demand.getAndUpdate(old -> old == Long.MAX_VALUE ? old : old - 1) > 0,
                    () -> "not requested: " + element);
            synchronized (elements) {
                elements.add(element);
            }
            onElement(element);
        });
    }

    @Override
    public final void onError(Throwable error) {
        signal(() -> end = error);
        ended.countDown();
    }

    @Override
    public final void onComplete() {
        signal(() -> end = COMPLETE);
        ended.countDown();
    }

    /** The elements so far. */
    final List<Integer> elements() {
        assertNoViolation();
        synchronized (elements) {
            return new ArrayList<>(elements);
        }
    }

    /** {@link #COMPLETE}, an error, or null if there is no end yet. */
    final Object end() {
        assertNoViolation();
        return end;
    }

    final Object awaitEnd() throws InterruptedException {
        ended.await();
        return end();
    }

    final void assertHas(List<Integer> expected, Object expectedEnd) {
        assertEquals(expected, elements());
        assertEquals(expectedEnd, end());
    }

    private void assertNoViolation() {
        assertFalse(violation != null, () -> "violated: " + violation);
    }
}
