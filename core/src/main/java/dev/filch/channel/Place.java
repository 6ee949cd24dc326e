package dev.filch.channel;

import dev.filch.internal.Backoff;
import dev.filch.internal.QueuedWaiter;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** The place of a choice in one queue, for one of its cases. In a rendezvous, the element passes through it. */
final class Place extends QueuedWaiter {

    private static final VarHandle ELEMENT;

    static {
        try {
            ELEMENT = MethodHandles.lookup().findVarHandle(Place.class, "element", Object.class)
                    .withInvokeExactBehavior();
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    final Choice choice;
    final int index;

    /** What a sender sends. What a receiver got, once its partner has stored it. */
    private Object element;

    Place(Choice choice, int index, Object element) {
        this.choice = choice;
        this.index = index;
        this.element = element;
    }

    /** Makes the only place of a new choice, which is claimed. */
    static Place ofOneCase() {
        return new Place(new Choice(Choice.CLAIMED), 0, null);
    }

    @Override
    protected boolean isWaiting() {
        return !choice.hasEnded();
    }

    /** Takes the element of the sender whose place this is; the caller has matched it. */
    Object takeFromSender() {
        Object sent = element;
        element = null;
        choice.resume();
        return sent;
    }

    /** Gives an element to the receiver whose place this is; the caller has matched it. Returns the element. */
    Object giveToReceiver(Object given) {
        setElementRelease(given);
        choice.resume();
        return given;
    }

    /** Whether another thread has matched the place. Ends the choice if it has not ended. */
    boolean wasMatched() {
        int outcome = choice.end();
        return Choice.isMatch(outcome) && Choice.index(outcome) == index;
    }

    /** Forgets the element, unless it passes through the place: the place may stay linked. Its choice has ended. */
    void forgetElement() {
        if (!wasMatched()) {
            element = null;
        }
    }

    /** The element that the receiver got; its partner may be about to store it. */
    Object received() {
        int spins = 0;
        Object given = elementAcquire();
        while (given == null) {
            spins = Backoff.awaitPeer(spins);
            given = elementAcquire();
        }
        element = null;
        return given;
    }

    /** Acquire: pairs with setElementRelease. Checked by ChannelScenario:0,s,r. */
    private Object elementAcquire() {
        return ELEMENT.getAcquire(this);
    }

    /** Release: the receiver sees the element's contents. Checked by ChannelScenario:0,s,r. */
    private void setElementRelease(Object given) {
        ELEMENT.setRelease(this, given);
    }
}
