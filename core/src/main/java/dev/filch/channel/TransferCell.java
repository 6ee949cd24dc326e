package dev.filch.channel;

/** Holds an element whose sender waits until it is taken. */
final class TransferCell<E> extends Cell<E> {

    private final Choice sender;

    TransferCell(E element, Choice sender) {
        super(element);
        this.sender = sender;
    }

    @Override
    void endWait() {
        sender.notifyOf(0, false);
    }
}
