package dev.filch.internal;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks an accessor whose plain store to an array element may race with reads by other threads, on purpose. Its javadoc
 * says why the race is harmless. The store must follow an acquiring access, so that it cannot happen too early. Any
 * other racing plain access is a bug, which the model checker finds. If a read races with a marked store, the model
 * checker tries old and new values in any order.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.CLASS)
public @interface Racy {
}
