package main

import (
	"fmt"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"hikitsugi/internal/content"
)

// todayFlag adds --today.
func (p *program) todayFlag(c *cobra.Command) *string {
	return c.Flags().String("today", "", p.say("今日とみなす`日付`（既定は SOURCE_DATE_EPOCH、または時計）", "the `DATE` that counts as today (default: SOURCE_DATE_EPOCH, else the clock)"))
}

// today returns the day that counts as today in a site's time zone: --today, else
// SOURCE_DATE_EPOCH, else the clock.
func (p *program) today(flag string, zone content.Zone) (content.Date, error) {
	if flag != "" {
		day, ok := content.ParseDate(flag)
		if !ok {
			return content.Date{}, errUsage{fmt.Errorf(p.say("--today の %q は日付ではありません（例：2027-04-01）", "--today %q is not a day such as 2027-04-01"), flag)}
		}
		return day, nil
	}
	loc, err := time.LoadLocation(string(zone))
	if err != nil {
		return content.Date{}, err
	}
	now := time.Now()
	if epoch := p.env("SOURCE_DATE_EPOCH"); epoch != "" {
		seconds, err := strconv.ParseInt(epoch, 10, 64)
		if err != nil {
			return content.Date{}, errUsage{fmt.Errorf(p.say("SOURCE_DATE_EPOCH の %q は秒数ではありません", "SOURCE_DATE_EPOCH %q is not a number of seconds"), epoch)}
		}
		now = time.Unix(seconds, 0)
	}
	year, month, day := now.In(loc).Date()
	return content.Date{Year: year, Month: month, Day: day}, nil
}

// midnight returns when a day begins in a time zone. Where clocks go forward at
// midnight that is an hour that there is not, and the time may be one of the day before:
// no day can be told from it.
func midnight(day content.Date, zone content.Zone) (time.Time, error) {
	loc, err := time.LoadLocation(string(zone))
	return time.Date(day.Year, day.Month, day.Day, 0, 0, 0, 0, loc), err
}
