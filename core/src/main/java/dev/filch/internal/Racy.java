package dev.filch.internal;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks an accessor whose plain store to an array element may race with reads of other threads, on purpose. The table
 * of its algorithm says why that does no harm. It must stand behind an acquiring access, so that it cannot come too
 * early. Any other plain access that races is a mistake, which the model checker finds; for the readers of a marked one
 * it tries old and new values in any order.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.CLASS)
public @interface Racy {
}
